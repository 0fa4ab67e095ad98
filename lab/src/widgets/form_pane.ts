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
    const button = (name: string, act: () => void): HTMLElement =>
      h('button', { type: 'button', class: 'small', onclick: act }, name);
    let before = this.store.values;
    const undo = button('Undo', () => {
      this.store.replace(before);
      undo.hidden = true;
    });
    undo.hidden = true;
    const buttons = examples.map(({ name, values }) =>
      button(name, () => {
        before = this.store.values;
        this.store.replace(values);
        undo.hidden = false;
      })
    );
    const label = h('span', { class: 'note' }, 'Fill in:');
    return h('div', { class: 'examples' }, label, ...buttons, undo);
  }

  #section(title: string, fields: IField[], note = ''): HTMLElement | null {
    if (fields.length === 0) {
      return null;
    }
    const list = new FieldList(fields, this.store);
    this.#lists.push(list);
    // No heading and no landmark: nobody knows at which level of which page this stands.
    const heading = h('p', { class: 'title' }, title, note && h('span', { class: 'type' }, note));
    return h('div', { role: 'group', 'aria-label': title }, heading, list.element);
  }
}

function waiting(store: Store): HTMLElement {
  const words = store.get('operation') === null ? 'Choose an operation to begin.' : 'Loading …';
  return h('p', { class: 'empty' }, words);
}
