/** What of a cell is sent to be looked at. */
import type { ICellModel } from '@jupyterlab/cells';

import type { Part } from './pending';

/** A cell in the notebook format, of which parts may be missing. */
export interface IItem {
  cell_type: string;
  source?: string;
}

/** The `parts` of `cell`, in the notebook format. */
export function partsOf(cell: ICellModel, parts: ReadonlySet<Part>): IItem {
  const item: IItem = { cell_type: cell.type };
  if (parts.has('rest')) {
    Object.assign(item, cell.toJSON());
    delete item.source;
  }
  if (parts.has('source')) {
    item.source = cell.sharedModel.getSource();
  }
  return item;
}
