/** The form of the chosen operation: its parameters by location, then its body. */

import { attribute, fill, h, icon } from './dom';
import { FieldList, type IPart } from './group_view';
import type { Store } from './store';
import type { IField, IForm } from './wire';

export class FormPane {
  readonly element = h('div', { class: 'form' });

  constructor(private readonly store: Store) {
    this.element.append(this.#note, this.#fields);
  }

  update(): void {
    const form = this.store.form;
    if (form !== this.#drawn) {
      this.#drawn = form;
      this.#lists = [];
      fill(this.#fields, ...(form ? this.#sections(form) : [waiting(this.store)]));
    }
    const isStale = this.store.draft('/body') !== undefined;
    attribute(this.#note, 'hidden', !isStale);
    for (const list of this.#lists) {
      list.update(this.store.get('complaints'));
    }
  }

  focusAt(address: string): boolean {
    return this.#lists.some(list => list.focusAt(address));
  }

  #drawn: IForm | null | undefined;
  #lists: IPart[] = [];
  #fields = h('div');
  #note = h(
    'p',
    { class: 'notice' },
    icon('info'),
    'The JSON tab holds text that is not JSON yet. The form shows the last body that was.'
  );

  #sections(form: IForm): HTMLElement[] {
    const at = (start: string): IField[] =>
      form.parameters.filter(field => field.address.startsWith(start));
    const all = [
      this.#section('Path parameters', at('/path/')),
      this.#section('Query parameters', at('/query/')),
      this.#section('Body', form.body, form.media),
      this.#section('Header parameters', at('/header/')),
      this.#section('Cookie parameters', at('/cookie/'))
    ].filter(one => one !== null);
    const about = form.description ? h('p', { class: 'about' }, form.description) : null;
    const reason = form.reason
      ? h('p', { class: 'notice' }, icon('guess'), `Inferred, not documented: ${form.reason}`)
      : null;
    const none = all.length === 0 ? h('p', { class: 'empty' }, 'It takes nothing.') : null;
    return [about, reason, this.#examples(form), ...all, none].filter(one => one !== null);
  }

  /** Buttons that fill the form in. */
  #examples({ examples }: IForm): HTMLElement | null {
    if (examples.length === 0) {
      return null;
    }
    const buttons = examples.map(({ name, values }) =>
      h(
        'button',
        {
          type: 'button',
          class: 'small',
          onclick: () => {
            this.store.replace(values);
          }
        },
        name
      )
    );
    return h('div', { class: 'examples' }, h('span', { class: 'note' }, 'Fill in:'), ...buttons);
  }

  #section(title: string, fields: IField[], note = ''): HTMLElement | null {
    if (fields.length === 0) {
      return null;
    }
    const list = new FieldList(fields, this.store);
    this.#lists.push(list);
    const heading = h('h4', {}, title, note ? h('span', { class: 'type' }, note) : null);
    return h('section', {}, heading, list.element);
  }
}

function waiting(store: Store): HTMLElement {
  const words = store.get('operation') === null ? 'Choose an operation to begin.' : 'Loading …';
  return h('p', { class: 'empty' }, words);
}
