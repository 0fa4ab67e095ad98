/** Says to a screen reader what changed on its own. */

import { h } from './dom';
import type { Store } from './store';
import type { IOutcome } from './wire';

export class Announcer {
  readonly element = h('div', { class: 'unseen', role: 'status' });

  constructor(private readonly store: Store) {
    this.#outcome = store.get('outcome');
  }

  update(): void {
    const outcome = this.store.get('outcome');
    const words = this.store.get('sending')
      ? 'Sending.'
      : this.store.get('held')
        ? 'Not sent: the request has problems. They are listed above the Send button.'
        : outcome !== this.#outcome
          ? told(outcome)
          : undefined;
    if (words !== undefined && words !== this.element.textContent) {
      this.element.textContent = words;
    }
    if (!this.store.get('sending')) {
      this.#outcome = outcome;
    }
  }

  #outcome: IOutcome | null;
}

function told(outcome: IOutcome | null): string {
  if (outcome === null) {
    return '';
  }
  if (outcome.kind !== 'answer') {
    return `${outcome.words}. ${outcome.message} ${outcome.step}`;
  }
  const why =
    outcome.card && !outcome.card.allowed ? ` ${outcome.card.headline.replaceAll('`', '')}` : '';
  return `Answer: ${outcome.status} ${outcome.words}.${why}`;
}
