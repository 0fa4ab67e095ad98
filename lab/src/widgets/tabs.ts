/** Tabs (ARIA Authoring Practices, "Tabs with Automatic Activation"). */

import { attribute, h, uid } from './dom';

interface ITab {
  name: string;
  panel: HTMLElement;
}

export class Tabs {
  readonly element: HTMLElement;

  constructor(label: string, tabs: readonly ITab[]) {
    this.#tabs = tabs.map(({ name, panel }) => {
      const button = h('button', { type: 'button', role: 'tab', id: uid() }, name);
      panel.id ||= uid();
      attribute(panel, 'role', 'tabpanel');
      attribute(panel, 'aria-labelledby', button.id);
      attribute(button, 'aria-controls', panel.id);
      button.addEventListener('click', () => {
        this.select(name);
      });
      return { name, panel, button };
    });
    const buttons = this.#tabs.map(tab => tab.button);
    const list = h('div', { role: 'tablist', class: 'tablist', 'aria-label': label }, ...buttons);
    list.addEventListener('keydown', event => {
      this.#pressed(event);
    });
    this.element = h('div', { class: 'tabs' }, list, ...tabs.map(tab => tab.panel));
    this.select(tabs[0]?.name ?? '');
  }

  selected = '';
  onSelect: () => void = () => undefined;

  select(name: string): void {
    this.selected = name;
    for (const tab of this.#tabs) {
      const isIt = tab.name === name;
      attribute(tab.button, 'aria-selected', isIt ? 'true' : 'false');
      attribute(tab.button, 'tabindex', isIt ? '0' : '-1');
      tab.panel.hidden = !isIt;
    }
    this.onSelect();
  }

  /** Say another text on the tab called `name`, or take the tab away. */
  show(name: string, isShown: boolean, text = name): void {
    const tab = this.#tabs.find(one => one.name === name);
    if (!tab) {
      return;
    }
    tab.button.hidden = !isShown;
    tab.button.textContent = text;
    if (!isShown && this.selected === name) {
      this.select(this.#tabs[0]?.name ?? '');
    }
  }

  #tabs: (ITab & { button: HTMLButtonElement })[];

  #pressed(event: KeyboardEvent): void {
    const shown = this.#tabs.filter(tab => !tab.button.hidden);
    const at = shown.findIndex(tab => tab.name === this.selected);
    const last = shown.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last
    }[event.key];
    const tab = to === undefined ? undefined : shown[to];
    if (tab) {
      event.preventDefault();
      this.select(tab.name);
      tab.button.focus();
    }
  }
}
