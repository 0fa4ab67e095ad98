/** One field: its name, its control, what it is for, and what is wrong with it. */

import { choiceControl, flagControl } from './choice_controls';
import { provenanceMark } from './choosers';
import { textOf, type Draw, type IControl } from './control';
import { attribute, fill, h, icon, prose, uid, type Child } from './dom';
import { jsonControl } from './json_control';
import { momentControl } from './moment_control';
import { secretControl } from './secret_control';
import type { Store } from './store';
import { tagsControl } from './tags_control';
import { numberControl, textControl } from './text_controls';
import type { IComplaint, IField } from './wire';

const BY_KIND: Record<Exclude<IField['kind'], 'group'>, Draw> = {
  text: textControl,
  number: numberControl,
  flag: flagControl,
  choice: choiceControl,
  tags: tagsControl,
  json: jsonControl
};
const BY_FORMAT: Record<string, Draw> = { 'date-time': momentControl, password: secretControl };
const WIDE_FORMATS = new Set(['uri', 'url', 'date-time', 'password']);

export class FieldView {
  readonly element: HTMLElement;

  constructor(
    private readonly field: IField,
    private readonly store: Store
  ) {
    const id = uid();
    const label = h('label', { for: id, id: uid() }, field.name);
    this.#control = drawOf(field)({ field, store, id, edit: this.#edit });
    if (this.#control.input.getAttribute('role') === 'radiogroup') {
      attribute(this.#control.input, 'aria-labelledby', label.id);
      label.removeAttribute('for');
    }
    this.element = h(
      'div',
      { class: `field ${field.kind} ${isWide(field) ? 'wide' : ''}` },
      h(
        'div',
        { class: 'head' },
        label,
        typeWords(field) !== '' && h('span', { class: 'type' }, typeWords(field)),
        field.required ? h('span', { class: 'required' }, 'required') : null,
        provenanceMark(field.provenance, field.reason),
        this.#null
      ),
      this.#control.element,
      this.#help,
      this.#problem
    );
    fill(this.#help, ...helpOf(field));
    this.#null.hidden = !field.nullable;
    attribute(this.#null, 'aria-label', `Send null as ${field.name}`);
    this.#null.addEventListener('click', () => {
      this.#edit(this.store.read(field.address) === null ? undefined : null);
    });
    this.element.addEventListener('focusout', () => {
      this.store.touch(field.address);
    });
  }

  focus(): void {
    const { input } = this.#control;
    (input.querySelector<HTMLElement>('input') ?? input).focus();
  }

  update(complaints: readonly IComplaint[]): void {
    const value = this.store.read(this.field.address);
    if (!this.#isShown || value !== this.#shown || this.field.kind === 'json') {
      this.#control.show(value);
      this.#shown = value;
      this.#isShown = true;
      const isNull = value === null;
      attribute(this.#null, 'aria-pressed', isNull ? 'true' : 'false');
      this.element.classList.toggle('null', isNull);
      if (this.#control.input instanceof HTMLInputElement && this.field.nullable) {
        this.#control.input.placeholder = isNull ? 'null' : (this.field.example ?? '');
      }
    }
    this.#mark(complaints.filter(one => this.#isMine(one)));
  }

  #control: IControl;
  #shown: unknown;
  #isShown = false;
  #help = h('p', { class: 'help', id: uid() });
  #problem = h('p', { class: 'problem', id: uid() });
  #null = h('button', { type: 'button', class: 'small null-toggle' }, 'null');

  #edit = (value: unknown): void => {
    this.store.edit(this.field.address, value);
  };

  #isMine(complaint: IComplaint): boolean {
    const { address } = this.field;
    return complaint.address === address || complaint.address.startsWith(`${address}/`);
  }

  #mark(complaints: readonly IComplaint[]): void {
    const shown = this.store.isTouched(this.field.address) ? complaints : [];
    const { input } = this.#control;
    attribute(input, 'aria-invalid', shown.length > 0 ? 'true' : undefined);
    const described = [
      this.#help.hasChildNodes() && this.#help.id,
      shown.length > 0 && this.#problem.id
    ];
    attribute(input, 'aria-describedby', described.filter(Boolean).join(' '));
    this.#problem.hidden = shown.length === 0;
    fill(
      this.#problem,
      shown.length > 0 && icon('warn'),
      h(
        'span',
        {},
        ...shown.flatMap((one, index) => [
          index > 0 && ' · ',
          ...prose(`${one.message} `),
          h('code', {}, one.pointer)
        ])
      )
    );
  }
}

function drawOf(field: IField): Draw {
  const byFormat = field.kind === 'text' ? BY_FORMAT[field.format ?? ''] : undefined;
  return byFormat ?? (field.kind === 'group' ? jsonControl : BY_KIND[field.kind]);
}

function isWide(field: IField): boolean {
  return field.kind === 'json' || field.kind === 'tags' || WIDE_FORMATS.has(field.format ?? '');
}

function typeWords(field: IField): string {
  const words = {
    text: field.format ?? '',
    number: field.format ?? 'number',
    flag: 'true or false',
    choice: 'one of',
    tags: `list of ${field.item === 'string' ? 'texts' : 'numbers'}`,
    json: 'JSON',
    group: 'object'
  };
  return words[field.kind];
}

function helpOf(field: IField): Child[] {
  const sentences = [
    field.help ?? '',
    field.limits ? `${field.limits.charAt(0).toUpperCase()}${field.limits.slice(1)}.` : '',
    field.default !== undefined && field.kind !== 'choice'
      ? `Default: ${textOf(field.default)}.`
      : '',
    field.because ? `As JSON, because ${field.because}.` : ''
  ];
  return prose(sentences.filter(Boolean).join(' '));
}
