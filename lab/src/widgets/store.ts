/** What all views of one builder share: the model, what is being typed, and one way to change it. */

import { isTree, omit, put, read } from '../form/pointer';
import type { IBuilder, IField, IForm, IModel, IValues } from './wire';

/** Stands for a password that the kernel keeps; the same as in `hidden.py`. */
export const MASK = '••••••';

const QUIET_MS = 250;

export class Store {
  constructor(model: IModel) {
    this.#model = model;
    model.on('change', () => {
      this.#modelChanged();
    });
    this.#working = model.get('values');
    this.#outcome = model.get('outcome');
  }

  get<K extends keyof IBuilder>(name: K): IBuilder[K] {
    return this.#model.get(name);
  }

  /** The form of the chosen operation, once the kernel has sent it. */
  get form(): IForm | null {
    const form = this.get('form');
    return form?.operation === this.get('operation') ? form : null;
  }

  get values(): IValues {
    return this.#working[this.get('operation') ?? ''] ?? {};
  }

  read(address: string): unknown {
    return read(this.values, address);
  }

  /** Whether a person has changed the request since it was sent; changing it back undoes that. */
  get isChanged(): boolean {
    return this.#sent !== undefined && JSON.stringify(this.values) !== this.#sent;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  choose(operation: string): void {
    this.#set('operation', operation);
  }

  chooseKey(key: string | null): void {
    this.#set('key', key);
  }

  /** Fill in `value` at `address`; `undefined` leaves it out, and objects that this empties. */
  edit(address: string, value: unknown): void {
    const kept = this.#required();
    const values =
      value === undefined
        ? omit(this.values, address, pointer => kept.has(pointer))
        : put(this.values, address, this.#masked(address, value));
    this.#write(isTree(values) ? values : {});
  }

  /** Fill in these values instead of all others of the operation. */
  replace(values: IValues): void {
    for (const address of this.drafts) {
      this.#drafts.delete(this.#at(address));
    }
    this.#write(this.#masked('', values) as IValues);
  }

  /** Text at `address` that is not JSON yet, so that no redraw loses it. */
  draft(address: string): string | undefined {
    return this.#drafts.get(this.#at(address));
  }

  keepDraft(address: string, text: string | undefined): void {
    if (text === undefined) {
      this.#drafts.delete(this.#at(address));
    } else {
      this.#drafts.set(this.#at(address), text);
    }
    this.#notify();
  }

  /** Addresses of the chosen operation whose text is not JSON yet. */
  get drafts(): string[] {
    const start = this.#at('');
    return [...this.#drafts.keys()]
      .filter(key => key.startsWith(start))
      .map(key => key.slice(start.length));
  }

  touch(address: string): void {
    this.#touched.add(this.#at(address));
    this.#notify();
  }

  /** Whether a person has left this field, or tried to send: only then are its problems shown. */
  isTouched(address: string): boolean {
    return this.#touched.has(this.#at(address)) || this.#touched.has(this.#at('send'));
  }

  send(anyway: boolean): void {
    const operation = this.get('operation');
    this.touch('send');
    if (operation === null || this.get('sending')) {
      return;
    }
    this.#flush();
    this.#sent = undefined;
    this.#isAsking = true;
    const key = this.get('key');
    this.#model.send({ type: 'send', operation, key, values: this.values, anyway });
  }

  cancel(): void {
    this.#model.send({ type: 'cancel' });
  }

  recall(number: number): void {
    this.#flush();
    this.#drafts.clear();
    this.#sent = undefined;
    this.#model.send({ type: 'recall', number });
  }

  #model: IModel;
  #working: Record<string, IValues>;
  #drafts = new Map<string, string>();
  #touched = new Set<string>();
  #listeners = new Set<() => void>();
  #client = Math.random().toString(36).slice(2); // `crypto.randomUUID` wants HTTPS
  #filled = 0;
  #heard = 0;
  #outcome: IBuilder['outcome'];
  #isAsking = false;
  /** The request as it was before the first change after it was sent. */
  #sent: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  #at(address: string): string {
    return `${this.get('operation') ?? ''} ${address}`;
  }

  #set<K extends keyof IBuilder>(name: K, value: IBuilder[K]): void {
    this.#flush();
    this.#model.set(name, value);
    this.#model.save_changes();
    this.#notify();
  }

  #write(values: IValues): void {
    this.#sent ??= JSON.stringify(this.values);
    this.#working = { ...this.#working, [this.get('operation') ?? '']: values };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#flush();
    }, QUIET_MS);
    this.#notify();
  }

  /** Hand what was filled in to the kernel, which takes pasted keys out before it syncs it. */
  #flush(): void {
    if (this.#timer === undefined) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#filled += 1;
    const turn = { client: this.#client, number: this.#filled };
    const operation = this.get('operation') ?? '';
    this.#model.send({ type: 'fill', operation, values: this.values, turn });
  }

  #modelChanged(): void {
    this.#hearOutcome();
    const heard = this.#model.get('heard');
    if (heard?.client === this.#client) {
      this.#heard = heard.number;
    }
    // What the kernel says before it heard the latest from here would undo that.
    if (this.#timer === undefined && this.#heard === this.#filled) {
      this.#working = this.#model.get('values');
    }
    this.#notify();
  }

  /** An answer that nobody asked for here is that of the request as it is: Python sent it. */
  #hearOutcome(): void {
    const outcome = this.#model.get('outcome');
    if (outcome !== this.#outcome) {
      this.#sent = this.#isAsking ? this.#sent : undefined;
      this.#outcome = outcome;
      this.#isAsking = false;
    }
  }

  #notify(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  /** `value` with each password in it handed to the kernel and replaced by the mask. */
  #masked(address: string, value: unknown): unknown {
    const inside = (this.form?.hidden ?? []).filter(
      hidden => hidden === address || hidden.startsWith(`${address}/`)
    );
    return inside.reduce((masked, hidden) => {
      const pointer = hidden.slice(address.length);
      const secret = read(masked, pointer);
      if (typeof secret !== 'string' || secret === '' || secret === MASK) {
        return masked;
      }
      this.#hide(hidden, secret);
      return put(masked, pointer, MASK);
    }, value);
  }

  #hide(address: string, value: string): void {
    const operation = this.get('operation') ?? '';
    this.#model.send({ type: 'hide', operation, address, value });
  }

  #required(): Set<string> {
    const required = new Set<string>(['/body']);
    const visit = (field: IField): void => {
      if (field.required) {
        required.add(field.address);
      }
      field.fields?.forEach(visit);
    };
    this.form?.body.forEach(visit);
    return required;
  }
}
