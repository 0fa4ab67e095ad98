/** What this builder sent before; a click brings it back. */

import { tone } from './answer_pane';
import { methodBadge } from './choosers';
import { attribute, fill, h } from './dom';
import type { Store } from './store';
import type { ISendRow } from './wire';

export class PastList {
  readonly element: HTMLDetailsElement;

  constructor(private readonly store: Store) {
    this.element = h('details', { class: 'past' }, this.#summary, this.#list);
  }

  update(): void {
    const sends = this.store.get('sends');
    if (sends === this.#drawn) {
      return;
    }
    this.#drawn = sends;
    attribute(this.element, 'hidden', sends.length === 0);
    this.#summary.textContent = `History (${sends.length})`;
    fill(this.#list, ...[...sends].reverse().map(row => h('li', {}, this.#entry(row))));
  }

  #drawn: ISendRow[] | undefined;
  #summary = h('summary');
  #list = h('ol', { reversed: true });

  #entry(row: ISendRow): HTMLElement {
    const recall = (): void => {
      this.store.recall(row.number);
    };
    return h(
      'button',
      { type: 'button', class: 'past-entry', onclick: recall },
      h('strong', { class: `code-badge ${tone(row.status)}` }, String(row.status)),
      methodBadge(row.method),
      h('code', {}, row.path),
      h('span', { class: 'note' }, row.key === '' ? 'no key' : row.key)
    );
  }
}
