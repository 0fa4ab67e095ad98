/** The request: form, JSON and code of it, what is wrong with it, and the button that sends it. */

import { CodePane } from './code_pane';
import type { IControl } from './control';
import { attribute, fill, h, icon, uid } from './dom';
import { FormPane } from './form_pane';
import { jsonControl } from './json_control';
import { ProblemList } from './problem_list';
import type { Store } from './store';
import { Tabs } from './tabs';

const SHORTCUT = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ ↵' : 'Ctrl ↵';

export class RequestPane {
  readonly element: HTMLElement;

  constructor(private readonly store: Store) {
    this.#form = new FormPane(store);
    this.#code = new CodePane(store);
    this.#problems = new ProblemList(store, address => {
      this.#goTo(address);
    });
    const id = uid();
    this.#json = jsonControl({
      id,
      store,
      field: { address: '/body', name: 'body', kind: 'json' },
      edit: value => {
        store.edit('/body', value);
      }
    });
    const json = h(
      'div',
      { class: 'body-json' },
      h('label', { for: id }, 'Body as JSON'),
      this.#json.element
    );
    this.#tabs = new Tabs('Request', [
      { name: 'Form', panel: this.#form.element },
      { name: 'JSON', panel: json },
      { name: 'Code', panel: this.#code.element }
    ]);
    this.#send.addEventListener('click', () => {
      this.send(false);
    });
    this.#anyway.addEventListener('click', () => {
      this.send(true);
    });
    this.#cancel.addEventListener('click', () => {
      store.cancel();
      this.#send.focus();
    });
    this.#count.addEventListener('click', () => {
      store.touch('send');
      this.#problems.element.focus();
    });
    const bar = h('div', { class: 'sendbar' }, this.#send, this.#cancel, this.#anyway, this.#count);
    this.element = h(
      'div',
      { class: 'pane request', role: 'group', 'aria-label': 'Request' },
      this.#tabs.element,
      this.#problems.element,
      bar
    );
  }

  /** Send, and remember that this view did, so that it alone moves the focus. */
  send(anyway: boolean): void {
    this.#isAsking = true;
    this.onSend();
    this.store.send(anyway);
  }

  onSend: () => void = () => undefined;

  update(): void {
    this.#form.update();
    this.#json.show(this.store.read('/body'));
    this.#code.update();
    this.#problems.update();
    this.#tabs.show('JSON', Boolean(this.store.form?.media));
    this.#tabs.show('Code', this.store.get('operation') !== null);
    this.#bar();
    this.#answerToSend();
  }

  #form: FormPane;
  #code: CodePane;
  #json: IControl;
  #problems: ProblemList;
  #tabs: Tabs;
  #isAsking = false;
  #wasHeld = false;
  #wasSending: boolean | undefined;
  #send = h('button', { type: 'button', class: 'primary', 'aria-keyshortcuts': 'Control+Enter' });
  #cancel = h('button', { type: 'button', class: 'plain' }, 'Cancel');
  #anyway = h('button', { type: 'button', class: 'plain' }, 'Send anyway');
  #count = h('button', { type: 'button', class: 'link count' });

  #bar(): void {
    const isSending = this.store.get('sending');
    if (isSending !== this.#wasSending) {
      this.#wasSending = isSending;
      fill(
        this.#send,
        isSending ? h('span', { class: 'spinner', 'aria-hidden': 'true' }) : icon('send'),
        isSending ? 'Sending …' : 'Send',
        h('kbd', { 'aria-hidden': 'true' }, SHORTCUT)
      );
    }
    const isReady = this.store.get('operation') !== null && !isSending;
    attribute(this.#send, 'aria-disabled', isReady ? undefined : 'true');
    this.#cancel.hidden = !isSending;
    this.#anyway.hidden = !this.store.get('held') || isSending;
    const { count } = this.#problems;
    this.#count.hidden = count === 0 || this.store.isTouched('send');
    this.#count.textContent = count === 1 ? '1 problem' : `${count} problems`;
  }

  #answerToSend(): void {
    const isHeld = this.store.get('held');
    if (isHeld && !this.#wasHeld && this.#isAsking) {
      this.#problems.visit();
    }
    this.#isAsking &&= !isHeld;
    this.#wasHeld = isHeld;
  }

  #goTo(address: string): void {
    const isDraft = address === '/body' && this.store.draft('/body') !== undefined;
    this.#tabs.select(isDraft ? 'JSON' : 'Form');
    if (isDraft || !this.#form.focusAt(address)) {
      this.#tabs.select(this.store.form?.media ? 'JSON' : 'Form');
      this.#json.input.focus();
    }
  }
}
