/** One line that says what the operation asks for, and whether the chosen key holds it. */

import { fill, h, icon, type Child } from './dom';
import type { Store } from './store';
import type { IAsks } from './wire';

export class AsksLine {
  readonly element = h('div', { class: 'asks' });

  constructor(private readonly store: Store) {}

  update(): void {
    const asks = this.store.get('asks');
    if (asks === this.#drawn) {
      return;
    }
    this.#drawn = asks;
    fill(this.element, ...(asks ? drawn(asks) : []));
    this.element.hidden = asks === null;
  }

  #drawn: IAsks | null | undefined;
}

function drawn(asks: IAsks): Child[] {
  return [
    h(
      'p',
      {},
      'This operation asks for: ',
      ...(asks.alternatives.length ? alternatives(asks.alternatives) : [asks.sentence]),
      asks.alternatives.length > 0 &&
        asks.carriers !== '' &&
        h('span', { class: 'note' }, ` with ${asks.carriers}`)
    ),
    h(
      'p',
      { class: asks.allowed ? 'verdict good' : 'verdict bad' },
      h('span', {}, icon(asks.allowed ? 'yes' : 'no'), asks.words),
      asks.change !== '' && h('span', { class: 'change' }, asks.change),
      h('span', { class: 'note' }, `Prediction: ${asks.certainty}`)
    )
  ];
}

function alternatives(names: string[]): Child[] {
  return names.flatMap((name, index) => [index > 0 && ' or ', h('code', { class: 'scope' }, name)]);
}
