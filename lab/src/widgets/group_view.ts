/** A list of fields, objects among them as fieldsets that open; drawn only once they are open. */

import { provenanceMark } from './choosers';
import { attribute, h, icon, uid } from './dom';
import { FieldView } from './field_view';
import type { Store } from './store';
import type { IComplaint, IField } from './wire';

export interface IPart {
  element: HTMLElement;
  update: (complaints: readonly IComplaint[]) => void;
  /** Focus the field at `address`, or what is nearest to it; false if it is not in here. */
  focusAt: (address: string) => boolean;
}

export class FieldList implements IPart {
  readonly element: HTMLElement;

  constructor(fields: readonly IField[], store: Store) {
    this.#parts = [...fields]
      .sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false))
      .map(field => (field.kind === 'group' ? new GroupView(field, store) : leaf(field, store)));
    this.element = h('div', { class: 'fields' }, ...this.#parts.map(part => part.element));
  }

  update(complaints: readonly IComplaint[]): void {
    for (const part of this.#parts) {
      part.update(complaints);
    }
  }

  focusAt(address: string): boolean {
    return this.#parts.some(part => part.focusAt(address));
  }

  #parts: IPart[];
}

function leaf(field: IField, store: Store): IPart {
  const view = new FieldView(field, store);
  return {
    element: view.element,
    update: complaints => {
      view.update(complaints);
    },
    focusAt: address => {
      const isMine = isInside(address, field.address);
      if (isMine) {
        view.focus();
      }
      return isMine;
    }
  };
}

function isInside(address: string, above: string): boolean {
  return address === above || address.startsWith(`${above}/`);
}

class GroupView implements IPart {
  readonly element: HTMLElement;

  constructor(
    private readonly field: IField,
    private readonly store: Store
  ) {
    this.#inside.id = uid();
    attribute(this.#button, 'aria-controls', this.#inside.id);
    this.#button.append(icon('down'), field.name);
    this.#button.addEventListener('click', () => {
      this.#open(this.#inside.hidden);
    });
    this.element = h(
      'fieldset',
      { class: 'group wide' },
      h(
        'legend',
        {},
        this.#button,
        field.required ? h('span', { class: 'required' }, 'required') : null,
        provenanceMark(field.provenance, field.reason)
      ),
      field.help ? h('p', { class: 'help' }, field.help) : null,
      this.#inside
    );
    this.#open(Boolean(field.required) || store.read(field.address) !== undefined);
  }

  update(complaints: readonly IComplaint[]): void {
    this.#complaints = complaints;
    const count = complaints.filter(one => isInside(one.address, this.field.address)).length;
    this.element.classList.toggle('wrong', count > 0 && this.store.isTouched(this.field.address));
    this.#list?.update(complaints);
  }

  focusAt(address: string): boolean {
    if (!isInside(address, this.field.address)) {
      return false;
    }
    this.#open(true);
    if (!this.#list?.focusAt(address)) {
      this.#button.focus();
    }
    return true;
  }

  #list: FieldList | undefined;
  #complaints: readonly IComplaint[] = [];
  #inside = h('div', { class: 'inside' });
  #button = h('button', { type: 'button', class: 'disclosure' });

  #open(isOpen: boolean): void {
    this.#inside.hidden = !isOpen;
    attribute(this.#button, 'aria-expanded', isOpen ? 'true' : 'false');
    if (isOpen && !this.#list) {
      this.#list = new FieldList(this.field.fields ?? [], this.store);
      this.#inside.append(this.#list.element);
      this.#list.update(this.#complaints);
    }
  }
}
