/** Whether a notebook is still what edits were made for. */
import type { ICellModel } from '@jupyterlab/cells';

import { joined } from './edit';
import type { IEdit } from './finding';

/** A notebook in its format, of which parts may be missing. */
export interface IParts {
  cells: readonly object[];
  metadata: unknown;
}

/** The part of an open notebook's model that is read. */
export interface IOpen {
  cells: Iterable<Pick<ICellModel, 'toJSON'>>;
  metadata: unknown;
}

/** Those of `edits`, made for `content`, whose part of `open` nobody has changed since. */
export function stillFor(open: IOpen, content: IParts, edits: readonly IEdit[]): IEdit[] {
  const cells = [...open.cells];
  return edits.filter(edit => {
    const now = edit.cell === null ? open.metadata : partOf(cells[edit.cell]?.toJSON(), edit);
    const then = edit.cell === null ? content.metadata : partOf(content.cells[edit.cell], edit);
    return JSON.stringify(now) === JSON.stringify(then);
  });
}

/** The source in `content` that `edit` is to replace. */
export function textOf(content: IParts, edit: IEdit): string {
  return String(partOf(content.cells[edit.cell ?? -1], edit));
}

function partOf(cell: object | undefined, { part }: IEdit): unknown {
  const value: unknown = (cell as Record<string, unknown> | undefined)?.[part];
  return part === 'source' ? joined(value) : value;
}
