/** What draws one value, and how it tells of a change. */

import type { Store } from './store';
import type { IField } from './wire';

export interface IControl {
  element: HTMLElement;
  /** What the label names, problems mark, and links focus. */
  input: HTMLElement;
  /** Show `value` without disturbing text that already means it. */
  show: (value: unknown) => void;
}

export interface IDrawing {
  field: IField;
  store: Store;
  id: string;
  /** Fill in a value; `undefined` leaves the field out of the request. */
  edit: (value: unknown) => void;
}

export type Draw = (drawing: IDrawing) => IControl;

/** A value as the text of an input. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
