/** What is wrong with the request, all in one place, each entry a way to its field. */

import { attribute, fill, h, icon, prose } from './dom';
import type { Store } from './store';
import type { IComplaint } from './wire';

export class ProblemList {
  readonly element = h('div', { class: 'problems', role: 'group', tabindex: '-1' });

  constructor(
    private readonly store: Store,
    private readonly goTo: (address: string) => void
  ) {}

  update(): void {
    const complaints = this.#all();
    const isShown = complaints.length > 0 && this.store.isTouched('send');
    attribute(this.element, 'hidden', !isShown);
    const told = JSON.stringify(complaints);
    if (told === this.#told) {
      return;
    }
    this.#told = told;
    const count = complaints.length === 1 ? '1 problem' : `${complaints.length} problems`;
    attribute(this.element, 'aria-label', `${count} in this request`);
    fill(
      this.element,
      h('p', {}, icon('warn'), h('strong', {}, count), ' in this request'),
      h('ul', {}, ...complaints.map(one => h('li', {}, this.#entry(one))))
    );
  }

  get count(): number {
    return this.#all().length;
  }

  /** Go to the first field that is wrong: whoever goes on typing mends it. */
  visit(): void {
    const [first] = this.#all();
    if (first) {
      this.goTo(first.address);
    }
  }

  #told = '';

  /** The kernel's complaints, and text that is not JSON, which the kernel never saw. */
  #all(): IComplaint[] {
    const drafts = this.store.drafts.map(address => ({
      address,
      pointer: address.replace(/^\/body(?=\/|$)/, '') || '/',
      place: 'body',
      message: 'this is not JSON yet, so the last value that was JSON is used'
    }));
    return [...drafts, ...this.store.get('complaints')];
  }

  #entry(complaint: IComplaint): HTMLElement {
    const go = (): void => {
      this.goTo(complaint.address);
    };
    return h(
      'button',
      { type: 'button', class: 'link', onclick: go },
      h('code', {}, complaint.pointer),
      ' ',
      h('span', {}, ...prose(complaint.message))
    );
  }
}
