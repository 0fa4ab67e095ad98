/** The answer: status in words, why, the body and headers, and the request as it left. */

import { coloured, tidied } from '../form/json';
import { cardView } from './card_view';
import { copyButton } from './copy';
import { fill, h, icon, prose, type Child } from './dom';
import type { Store } from './store';
import { Tabs } from './tabs';
import type { IOutcome } from './wire';

export class AnswerPane {
  readonly element = h('div', { class: 'pane answer', role: 'group', 'aria-label': 'Answer' });

  constructor(private readonly store: Store) {}

  update(): void {
    const outcome = this.store.get('outcome');
    this.element.classList.toggle('stale', this.store.get('sending'));
    this.#compare(outcome);
    if (outcome === this.#drawn) {
      return;
    }
    this.#drawn = outcome;
    fill(
      this.element,
      outcome && h('p', { class: 'asked' }, ...this.#asked(outcome)),
      this.#other,
      ...(outcome === null ? [nothing()] : drawn(outcome))
    );
    if (this.isAwaited && outcome !== null) {
      this.element.scrollIntoView({ block: 'nearest' });
    }
  }

  /** Whether this view asked for the answer that comes next, and so scrolls to it. */
  isAwaited = false;

  #drawn: IOutcome | null | undefined;
  #why = h('span');
  #other = h('p', { class: 'notice', hidden: true }, icon('info'), this.#why);

  /** Mark an answer that is not the one to what would be sent now, and say why. */
  #compare(outcome: IOutcome | null): void {
    const why = outcome === null ? '' : difference(outcome, this.store);
    this.element.classList.toggle('other', why !== '');
    this.#other.hidden = why === '';
    this.#why.textContent = why;
  }

  /** "POST /api/links with links-writer" */
  #asked({ operation, key }: IOutcome): Child[] {
    const row = this.store.get('operations').find(one => one.id === operation);
    const what = row ? `${row.method} ${row.path}` : operation;
    return prose(`${what} ${key ? `with \`${key}\`` : 'without a key'}`);
  }
}

function difference(outcome: IOutcome, store: Store): string {
  if (outcome.operation !== store.get('operation') || outcome.key !== store.get('key')) {
    return 'This answers another request than the one chosen now.';
  }
  return store.isChanged ? 'This answers the request as it was before you changed it.' : '';
}

function nothing(): HTMLElement {
  return h('p', { class: 'empty' }, 'No answer yet: press Send.');
}

function drawn(outcome: IOutcome): Child[] {
  return outcome.kind === 'answer' ? answer(outcome) : [failure(outcome)];
}

function failure(outcome: IOutcome): HTMLElement {
  return h(
    'div',
    {
      class: `card ${outcome.kind === 'failure' ? 'bad' : ''}`,
      role: 'group',
      'aria-label': 'No answer'
    },
    h(
      'p',
      { class: 'headline' },
      icon(outcome.kind === 'failure' ? 'warn' : 'info'),
      outcome.words
    ),
    h('p', { class: 'sentence' }, ...prose(outcome.message)),
    outcome.step !== '' &&
      h('p', { class: 'step' }, h('strong', {}, 'Next step: '), ...prose(outcome.step))
  );
}

/** "good", "odd" or "bad", always beside the status in figures and words. */
export function tone(status: number): string {
  return status < 300 ? 'good' : status < 400 ? 'odd' : 'bad';
}

function answer(outcome: IOutcome): Child[] {
  const { card } = outcome;
  const body = h('div', { class: 'body' }, ...bodyParts(outcome));
  const headers = headerTable('Answer headers', outcome.headers);
  const sent = h('div', {}, ...sentParts(outcome));
  const tabs = new Tabs('Answer', [
    { name: 'Body', panel: body },
    { name: 'Headers', panel: h('div', {}, headers) },
    { name: 'Sent', panel: sent },
    ...(card?.allowed ? [{ name: 'Why', panel: h('div', {}, cardView(card)) }] : [])
  ]);
  tabs.show('Headers', true, `Headers (${outcome.headers.length})`);
  return [
    h(
      'p',
      { class: 'status-line' },
      h('strong', { class: `code-badge ${tone(outcome.status)}` }, String(outcome.status)),
      h('strong', {}, outcome.words),
      h('span', { class: 'note' }, `${outcome.ms} ms`),
      h('span', { class: 'note' }, size(outcome.body.length + outcome.clipped))
    ),
    card && !card.allowed ? cardView(card) : null,
    tabs.element
  ];
}

function size(characters: number): string {
  return characters < 1000 ? `${characters} B` : `${(characters / 1000).toFixed(1)} kB`;
}

function bodyParts(outcome: IOutcome): Child[] {
  if (outcome.body === '') {
    return [h('p', { class: 'empty' }, 'The answer has no body.')];
  }
  const { text, isJson } = tidied(outcome.body);
  const pieces = isJson
    ? coloured(text).map(([kind, piece]) => h('span', { class: `t-${kind}` }, piece))
    : [text];
  return [
    h(
      'div',
      { class: 'bar' },
      copyButton('Copy body', () => text)
    ),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': 'Answer body' }, ...pieces),
    outcome.clipped > 0 &&
      h('p', { class: 'help' }, `${outcome.clipped} more characters: see builder.exchange.`)
  ];
}

function headerTable(caption: string, headers: string[][]): HTMLElement {
  const rows = headers.map(([name, value]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value))
  );
  return h('table', {}, h('caption', {}, caption), h('tbody', {}, ...rows));
}

function sentParts({ sent }: IOutcome): Child[] {
  if (!sent) {
    return ['Nothing is known of the request.'];
  }
  const body = tidied(sent.body).text;
  return [
    h(
      'pre',
      { tabindex: '0', role: 'group', 'aria-label': 'Request line' },
      `${sent.method} ${sent.url}`
    ),
    headerTable('Request headers', sent.headers),
    body !== '' && h('pre', { tabindex: '0', role: 'group', 'aria-label': 'Request body' }, body)
  ];
}
