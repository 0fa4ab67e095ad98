/** The keys that stop a save, each with its places and what can be done about it. */
import { Widget } from '@lumino/widgets';

import { element } from './element';
import { place, type IFinding } from './finding';
import { keysOf, spot, type IKey } from './keys';

/** What a person can ask for the places of one key. */
export interface IChoices {
  replace: (places: readonly IFinding[]) => Promise<void>;
  clearOutput: (places: readonly IFinding[]) => void;
  show: (finding: IFinding) => void;
  /** What the code says in its place; "" where only a placeholder can stand. */
  written: (finding: IFinding) => string;
  /** Nothing is left to choose; gives what to say then. */
  allDone: () => string;
}

/** The body of the dialog: one item a key, with its buttons. */
export class FindingList extends Widget {
  constructor(
    intro: string,
    findings: readonly IFinding[],
    private readonly choices: IChoices
  ) {
    super();
    this.addClass('jp-playground-refusal');
    this.open = new Set(findings.map(spot));
    this.items = keysOf(findings).map(key => new Item(key, choices, this.settle));
    this.intro = element('p', { role: 'status' }, intro);
    const list = element('ul', { class: 'jp-playground-findings' });
    list.append(...this.items.map(item => item.node));
    this.hint = hint();
    this.node.append(this.intro, list, this.hint, rotation());
  }

  /** Note what was `done` at these places: a cell's text, or its outputs, change as a whole. */
  private readonly settle = (places: readonly IFinding[], done: string): void => {
    for (const changed of new Set(places.map(spot))) {
      this.open.delete(changed);
      for (const item of this.items) {
        item.settle(changed, done);
      }
    }
    if (this.open.size === 0) {
      this.intro.textContent = this.choices.allDone();
      this.hint.hidden = true;
    }
  };

  private readonly open: Set<string>;
  private readonly items: readonly Item[];
  private readonly intro: HTMLElement;
  private readonly hint: HTMLElement;
}

/** One key: what it is, where it stands, and its buttons. */
class Item {
  readonly node: HTMLElement;

  constructor(
    private readonly key: IKey,
    private readonly choices: IChoices,
    private readonly settled: (places: readonly IFinding[], done: string) => void
  ) {
    this.open = new Set(key.places);
    this.places = new Map(
      key.places.map(one => [
        one,
        element('span', { role: 'status' }, 'becomes ', written(choices.written(one)))
      ])
    );
    const text = element(
      'div',
      { class: 'jp-playground-finding-text' },
      element('strong', {}, key.title),
      element('span', {}, `${capital(key.reason)}.`, ...undone(key)),
      element('ul', { class: 'jp-playground-places' }, ...key.places.map(one => this.place(one))),
      ...this.advice()
    );
    this.buttons = this.made();
    const buttons = element('div', { class: 'jp-playground-choices' }, ...this.buttons);
    this.node = element('li', {}, text, ...(this.buttons.length > 0 ? [buttons] : []));
  }

  /** Say `done` at the places of `changed`; without an open one the buttons have had their day. */
  settle(changed: string, done: string): void {
    for (const [finding, state] of this.places) {
      if (spot(finding) === changed) {
        this.open.delete(finding);
        state.textContent = done;
        state.classList.add('jp-playground-state');
      }
    }
    for (const [button, places] of this.acts) {
      const isOver = !places.some(one => this.open.has(one));
      if (isOver && button === document.activeElement) {
        this.shows[0]?.focus(); // a disabled button would drop the focus
      }
      button.disabled = isOver;
    }
  }

  private place(finding: IFinding): HTMLElement {
    const where = place(finding);
    const show = button(where, `Show me: ${where}`, () => {
      this.choices.show(finding);
    });
    show.classList.add('jp-mod-link');
    this.shows.push(show);
    const state = this.places.get(finding) ?? '';
    return element('li', {}, show, state);
  }

  private made(): HTMLButtonElement[] {
    const { places, title } = this.key;
    const many = places.length > 1 ? 'Replace all' : 'Replace';
    const outputs = places.filter(one => one.part === 'outputs');
    const replace = button(many, `${many}: ${title}`, async () => {
      const left = places.filter(one => this.open.has(one));
      await this.choices.replace(left);
      this.settled(left, 'Replaced');
    });
    this.acts.set(replace, places);
    if (outputs.length === 0) {
      return [replace];
    }
    const all = outputs.length > 1 ? 'Clear outputs' : 'Clear output';
    const clear = button(all, `${all}: ${title}`, () => {
      this.choices.clearOutput(outputs);
      this.settled(outputs, 'Output cleared');
    });
    this.acts.set(clear, outputs);
    return [replace, clear];
  }

  private advice(): HTMLElement[] {
    return this.key.places.some(one => one.part === 'outputs')
      ? [
          element(
            'span',
            {},
            'It stands in an output: clear or replace that, and change the code that printed it, or the next run brings it back.'
          )
        ]
      : [];
  }

  private readonly places: Map<IFinding, HTMLElement>;
  private readonly buttons: readonly HTMLButtonElement[];
  private readonly shows: HTMLButtonElement[] = [];
  private readonly acts = new Map<HTMLButtonElement, readonly IFinding[]>();
  private readonly open: Set<IFinding>;
}

function button(label: string, name: string, act: () => void | Promise<void>): HTMLButtonElement {
  const node = element(
    'button',
    { type: 'button', class: 'jp-playground-choice', 'aria-label': name },
    label
  );
  node.addEventListener('click', () => void act());
  return node;
}

function written(code: string): HTMLElement | string {
  return code === '' ? 'a placeholder' : element('code', {}, code);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function undone({ places }: IKey): string[] {
  const via = [...new Set(places.flatMap(one => one.via))];
  return via.length > 0 ? [` It is hidden by ${via.join(', ')}.`] : [];
}

function hint(): HTMLElement {
  return element(
    'p',
    { class: 'jp-playground-hint' },
    'Redact and save puts each key in code into the keyring of the running kernel, so that the cell still runs. Undo brings the text back.'
  );
}

function rotation(): HTMLElement {
  return element(
    'p',
    { class: 'jp-playground-hint' },
    'Anyone who saw a key can use it until it is disabled. If this notebook was shown, shared or committed with it, rotate or disable the key where it was issued: taking it out here does not do that.'
  );
}
