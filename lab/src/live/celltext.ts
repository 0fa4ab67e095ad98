/** What of a cell is sent to be looked at. */
import type { ICellModel } from '@jupyterlab/cells';

import type { Part } from './pending';

/** A cell in the notebook format, of which parts may be missing. */
export interface IItem {
  cell_type: string;
  source?: string;
  metadata?: Readonly<Record<string, unknown>>;
}

/** Where a cell's metadata tells which keys are marked as test keys. */
export const MARKS = 'playground';

/** The `parts` of `cell`, in the notebook format. */
export function partsOf(cell: ICellModel, parts: ReadonlySet<Part>): IItem {
  const item: IItem = { cell_type: cell.type };
  const marks: unknown = cell.getMetadata(MARKS);
  if (parts.has('rest')) {
    Object.assign(item, cell.toJSON());
    delete item.source;
  } else if (marks !== undefined) {
    item.metadata = { [MARKS]: marks };
  }
  if (parts.has('source')) {
    item.source = cell.sharedModel.getSource();
  }
  return item;
}
