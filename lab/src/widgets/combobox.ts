/** A combobox that filters as one types (ARIA Authoring Practices, "Editable Combobox"). */

import { matching } from '../form/search';
import { attribute, fill, h, icon, uid, type Child } from './dom';

export interface IChoice {
  id: string;
  /** What the closed box shows. */
  label: string;
  /** What typing searches in. */
  text: string;
  group: string;
  draw: () => Child[];
}

interface IOptions {
  label: string;
  placeholder: string;
  class: string;
  adornment: (id: string | null) => Child[];
  onChoose: (id: string) => void;
}

const MOST_SHOWN = 100;
const PAGE = 8;
const NARROWEST = 360;

export class Combobox {
  readonly element: HTMLElement;

  constructor(options: IOptions) {
    this.#options = options;
    const id = uid();
    this.#list.id = uid();
    attribute(this.#list, 'aria-label', options.label);
    attribute(this.#input, 'id', id);
    attribute(this.#input, 'aria-controls', this.#list.id);
    attribute(this.#input, 'placeholder', options.placeholder);
    this.element = h(
      'div',
      { class: `combobox ${options.class}` },
      h('label', { for: id }, options.label),
      h(
        'div',
        { class: 'box', onclick: this.#boxClicked },
        this.#before,
        this.#input,
        this.#after,
        icon('down')
      ),
      this.#popup
    );
    this.#listen();
  }

  /** Show `choices` with the one called `chosen`. */
  show(choices: readonly IChoice[], chosen: string | null): void {
    if (choices === this.#choices && chosen === this.#chosen) {
      return;
    }
    this.#choices = choices;
    this.#chosen = chosen;
    if (!this.#isOpen) {
      this.#rest();
    }
  }

  focus(): void {
    this.#input.focus();
  }

  #options: IOptions;
  #choices: readonly IChoice[] = [];
  #chosen: string | null = null;
  #shown: HTMLElement[] = [];
  #active = -1;
  #isOpen = false;

  #before = h('span', { class: 'before' });
  #after = h('span', { class: 'after' });
  #input = h('input', {
    type: 'text',
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    autocomplete: 'off',
    spellcheck: 'false'
  });
  #list = h('div', { role: 'listbox', class: 'options' });
  #more = h('div', { class: 'more' });
  #popup = h('div', { class: 'popup', popover: 'manual' }, this.#list, this.#more);

  #listen(): void {
    const on = this.#input.addEventListener.bind(this.#input);
    on('input', () => {
      this.#open(this.#input.value);
    });
    on('focus', () => {
      this.#input.select();
    });
    on('blur', () => {
      this.#close();
    });
    on('keydown', event => {
      this.#pressed(event);
    });
    // The list must not take the focus from the input, or a click would close it first.
    this.#popup.addEventListener('mousedown', event => {
      event.preventDefault();
    });
    this.#list.addEventListener('click', event => {
      const option = (event.target as Element).closest<HTMLElement>('[role=option]');
      if (option) {
        this.#choose(option);
      }
    });
  }

  #boxClicked = (): void => {
    this.#input.focus();
    if (!this.#isOpen) {
      this.#open('');
    }
  };

  #rest(): void {
    const choice = this.#choices.find(one => one.id === this.#chosen);
    this.#input.value = choice?.label ?? '';
    const [before, ...after] = this.#options.adornment(this.#chosen);
    fill(this.#before, before);
    fill(this.#after, ...after);
  }

  #open(query: string): void {
    const found = matching(this.#choices, query, choice => choice.text);
    this.#shown = [];
    fill(this.#list, ...this.#groups(found.slice(0, MOST_SHOWN)));
    const hidden = found.length - MOST_SHOWN;
    fill(
      this.#more,
      found.length === 0 && 'Nothing matches. Try another word.',
      hidden > 0 && `${hidden} more: type to narrow them down.`
    );
    this.#isOpen = true;
    attribute(this.#input, 'aria-expanded', 'true');
    this.element.classList.add('open');
    if (!this.#popup.matches(':popover-open')) {
      this.#popup.showPopover();
      addEventListener('scroll', this.#place, { capture: true, passive: true });
      addEventListener('resize', this.#place);
    }
    this.#place();
    const chosen = this.#shown.findIndex(option => option.dataset['id'] === this.#chosen);
    this.#activate(query === '' ? chosen : 0);
  }

  #groups(found: readonly IChoice[]): HTMLElement[] {
    const groups = new Map<string, IChoice[]>();
    for (const choice of found) {
      groups.set(choice.group, [...(groups.get(choice.group) ?? []), choice]);
    }
    return [...groups].map(([name, choices]) => {
      const heading = h('div', { class: 'heading', id: uid(), role: 'presentation' }, name);
      const options = choices.map(choice => this.#option(choice));
      return name === ''
        ? h('div', { role: 'presentation' }, ...options)
        : h('div', { role: 'group', 'aria-labelledby': heading.id }, heading, ...options);
    });
  }

  #option(choice: IChoice): HTMLElement {
    const option = h(
      'div',
      {
        role: 'option',
        id: uid(),
        'data-id': choice.id,
        'aria-selected': choice.id === this.#chosen ? 'true' : 'false'
      },
      ...choice.draw()
    );
    // The empty id is a choice too ("No key"), and attribute() drops empty values.
    option.dataset['id'] = choice.id;
    this.#shown.push(option);
    return option;
  }

  #activate(index: number): void {
    this.#shown[this.#active]?.classList.remove('active');
    this.#active = Math.max(-1, Math.min(index, this.#shown.length - 1));
    const option = this.#shown[this.#active];
    option?.classList.add('active');
    option?.scrollIntoView({ block: 'nearest' });
    attribute(this.#input, 'aria-activedescendant', option?.id);
  }

  #choose(option: HTMLElement): void {
    this.#close();
    this.#options.onChoose(option.dataset['id'] ?? '');
  }

  #close(): void {
    this.#isOpen = false;
    this.#active = -1;
    attribute(this.#input, 'aria-expanded', 'false');
    attribute(this.#input, 'aria-activedescendant', undefined);
    this.element.classList.remove('open');
    if (this.#popup.matches(':popover-open')) {
      this.#popup.hidePopover();
    }
    removeEventListener('scroll', this.#place, { capture: true });
    removeEventListener('resize', this.#place);
    this.#rest();
  }

  #pressed(event: KeyboardEvent): void {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      this.#move(move);
    } else if (event.key === 'Enter' && this.#isOpen && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const option = this.#shown[this.#active];
      if (option) {
        this.#choose(option);
      }
    } else if (event.key === 'Escape' && this.#isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #move(by: number): void {
    if (!this.#isOpen) {
      this.#open('');
      return;
    }
    const last = this.#shown.length - 1;
    const wraps = Math.abs(by) === 1;
    const next = this.#active + by;
    this.#activate(wraps && next > last ? 0 : wraps && next < 0 ? last : Math.max(0, next));
  }

  /** The popup lies in the top layer, since a notebook's output area would cut it off. */
  #place = (): void => {
    const box = this.#input.parentElement?.getBoundingClientRect();
    if (!box) {
      return;
    }
    const below = innerHeight - box.bottom - 8;
    const above = box.top - 8;
    const isAbove = below < 200 && above > below;
    const { style } = this.#popup;
    const width = Math.min(Math.max(box.width, NARROWEST), innerWidth - 16);
    style.left = `${Math.min(box.left, innerWidth - width - 8)}px`;
    style.width = `${width}px`;
    this.#list.style.maxHeight = `${Math.min(420, isAbove ? above : below) - 12}px`;
    style.top = isAbove ? 'auto' : `${box.bottom + 4}px`;
    style.bottom = isAbove ? `${innerHeight - box.top + 4}px` : 'auto';
  };
}
