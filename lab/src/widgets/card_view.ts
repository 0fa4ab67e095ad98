/** Why an answer came out as it did: the rows that the kernel tells, as every drawing shows them. */

import { provenanceMark } from './choosers';
import { h, icon, prose, type Child } from './dom';
import type { ICard, ICardLine, ICardRow } from './wire';

export function cardView(card: ICard): HTMLElement {
  return h(
    'div',
    { class: card.allowed ? 'card good' : 'card bad', role: 'group', 'aria-label': 'Explanation' },
    h(
      'p',
      { class: 'headline' },
      icon(card.allowed ? 'yes' : 'no'),
      h('span', {}, ...prose(card.headline))
    ),
    h('dl', {}, ...card.rows.flatMap(row => [h('dt', {}, row.term), h('dd', {}, inside(row))]))
  );
}

/** What is not the reason is folded away, and says so. */
function inside(row: ICardRow): Child {
  const lines = listed(row.lines);
  return row.aside
    ? h('details', { class: 'aside' }, h('summary', {}, 'not the reason'), lines)
    : lines;
}

function listed(lines: ICardLine[]): HTMLElement {
  return h('ul', {}, ...lines.map(line => h('li', {}, ...drawn(line))));
}

function drawn(line: ICardLine): Child[] {
  return [...prose(line.words), provenanceMark(line.inferred ? 'inferred' : '')];
}
