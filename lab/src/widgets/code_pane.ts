/** The request as code, to take into a cell or a terminal. */

import { copyButton } from './copy';
import { h, prose } from './dom';
import type { Store } from './store';

const NOTE =
  'Keys are named, never written out: curl reads the address and the key from ' +
  '`$LINQUID_URL` and `$LINQUID_KEY`.';

export class CodePane {
  readonly element: HTMLElement;

  constructor(private readonly store: Store) {
    this.element = h(
      'div',
      { class: 'code' },
      ...this.#block('Python', this.#python),
      ...this.#block('curl', this.#curl),
      h('p', { class: 'help' }, ...prose(NOTE))
    );
  }

  update(): void {
    const { python, curl } = this.store.get('snippets');
    this.#python.textContent = python;
    this.#curl.textContent = curl;
  }

  #python = h('pre', { tabindex: '0', role: 'group', 'aria-label': 'The request as Python' });
  #curl = h('pre', { tabindex: '0', role: 'group', 'aria-label': 'The request as curl' });

  #block(name: string, pre: HTMLElement): HTMLElement[] {
    const copy = copyButton(`Copy as ${name}`, () => pre.textContent);
    return [h('div', { class: 'bar' }, h('p', { class: 'title' }, name), copy), pre];
  }
}
