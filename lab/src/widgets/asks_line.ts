/** One line that says what the operation asks for, and whether the chosen key holds it. */

import { fill, h, icon, prose, type Child, type Icon } from './dom';
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

/** The class and the mark of each verdict; what nobody knows has neither colour. */
const LOOKS: Record<string, [string, Icon]> = { true: ['good', 'yes'], false: ['bad', 'no'] };

function drawn(asks: IAsks): Child[] {
  return [
    h(
      'p',
      {},
      'This operation asks for: ',
      ...(asks.alternatives.length ? alternatives(asks.alternatives) : prose(asks.sentence)),
      asks.alternatives.length > 0 &&
        asks.carriers !== '' &&
        h('span', { class: 'note' }, ' with ', ...prose(asks.carriers))
    ),
    h(
      'p',
      { class: `verdict ${LOOKS[String(asks.allowed)]?.[0] ?? ''}` },
      h(
        'span',
        {},
        icon(LOOKS[String(asks.allowed)]?.[1] ?? 'guess'),
        h('span', {}, ...prose(asks.words))
      ),
      asks.change !== '' && h('span', { class: 'change' }, ...prose(asks.change)),
      h('span', { class: 'note' }, BASIS[asks.certainty] ?? asks.certainty)
    )
  ];
}

/** What a prediction rests on. */
const BASIS: Record<string, string> = {
  'document says': 'predicted from the API document',
  inferred: 'predicted from what the document leaves open'
};

function alternatives(names: string[]): Child[] {
  return names.flatMap((name, index) => [index > 0 && ' or ', h('code', { class: 'scope' }, name)]);
}
