/** Why an answer came out as it did: what was asked for, what the key holds, what to change. */

import { provenanceMark } from './choosers';
import { h, icon, prose, type Child } from './dom';
import type { ICard } from './wire';

export function cardView(card: ICard): HTMLElement {
  const rows: [string, Child[]][] = [
    [card.requires.length > 1 ? 'Requires one of' : 'Requires', requirements(card.requires)],
    ['This key holds', chips(card.holds)]
  ];
  if (card.change !== '') {
    rows.push(['Smallest change', prose(card.change)]);
  }
  rows.push(['How certain', [sureness(card)]]);
  return h(
    'div',
    { class: card.allowed ? 'card good' : 'card bad', role: 'group', 'aria-label': 'Explanation' },
    h('p', { class: 'headline' }, icon(card.allowed ? 'yes' : 'no'), card.headline),
    h('dl', {}, ...rows.flatMap(([term, words]) => [h('dt', {}, term), h('dd', {}, ...words)]))
  );
}

const MARK = ' [inferred]';

/** Each alternative on a line of its own, marked where it is the sandbox's assumption. */
function requirements(alternatives: string[]): Child[] {
  if (alternatives.length === 0) {
    return ['nothing'];
  }
  const lines = alternatives.map(words => {
    const isInferred = words.endsWith(MARK);
    const mark = provenanceMark(isInferred ? 'inferred' : '');
    return h('li', {}, isInferred ? words.slice(0, -MARK.length) : words, mark);
  });
  return [h('ul', {}, ...lines)];
}

function chips(names: string[]): Child[] {
  return names.length === 0
    ? ['nothing']
    : names.flatMap(name => [h('code', { class: 'scope' }, name), ' ']);
}

const SURENESS: Record<string, string> = {
  'server said': 'The server said so',
  'document says': 'The document leads one to expect it',
  inferred: 'It is inferred from the answer'
};

function sureness({ certainty, provenance }: ICard): string {
  const words = SURENESS[certainty] ?? certainty;
  const isMarked = provenance === 'documented' || provenance === 'inferred';
  return isMarked ? `${words}; the requirement is ${provenance}.` : `${words}.`;
}
