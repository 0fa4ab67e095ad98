/** What travels between a redactor and its kernel; `redactor_wire.py` says the same. */
import type { IFinding } from '../finding';

/** The synced traits. */
export interface IListing {
  path: string;
  rows: IFinding[];
  said: string;
  undo_of: string;
}

/** Do something about the key with this fingerprint, in this part of the notebook. */
export interface IAsk {
  type: 'replace' | 'clear' | 'test';
  cell: number | null;
  part: string;
  fingerprint: string;
}

/** Take the last action back. */
export interface IUndo {
  type: 'undo';
}

/** The part of anywidget's model that is used. */
export interface IModel {
  get<K extends keyof IListing>(name: K): IListing[K];
  send(message: IAsk | IUndo): void;
  on(event: 'change', listener: () => void): void;
  off(event: 'change', listener: () => void): void;
}
