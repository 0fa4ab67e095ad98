/** Why an answer came out as it did: what was asked for, what the key holds, what to change. */

import { h, icon, type Child } from './dom';
import type { ICard } from './wire';

export function cardView(card: ICard): HTMLElement {
  const rows: [string, Child[]][] = [
    ['Requires', chips(card.requires, ' or ', 'nothing')],
    ['This key holds', chips(card.holds, ' ', 'nothing')]
  ];
  if (card.change !== '') {
    rows.push(['Smallest change', [card.change]]);
  }
  rows.push(['How certain', [sureness(card)]]);
  return h(
    'div',
    { class: card.allowed ? 'card good' : 'card bad', role: 'group', 'aria-label': 'Explanation' },
    h('p', { class: 'headline' }, icon(card.allowed ? 'yes' : 'no'), card.headline),
    h('dl', {}, ...rows.flatMap(([term, words]) => [h('dt', {}, term), h('dd', {}, ...words)]))
  );
}

function chips(names: string[], between: string, none: string): Child[] {
  if (names.length === 0) {
    return [none];
  }
  return names.flatMap((name, index) => [
    index > 0 && between,
    h('code', { class: 'scope' }, name)
  ]);
}

function sureness(card: ICard): string {
  const { certainty, provenance } = card;
  return provenance === '' || provenance === certainty
    ? certainty
    : `${certainty}; requirement: ${provenance}`;
}
