/** Take back what was done to a notebook's keys, if nothing else has changed there since. */
import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';

import { apply, replaceText } from '../edit';
import type { IEdit, IFinding } from '../finding';
import type { NotebookLook } from './look';

/** Takes something back; gives why it could not, or "". */
export type TakeBack = () => string;

/** What brings a part back as it is now, before `edit` is made. */
export function partBack(look: NotebookLook, edit: IEdit): TakeBack {
  const { model } = look.panel.context;
  if (edit.cell === null) {
    const value = model.sharedModel.getMetadata();
    return () => {
      apply(model, [{ ...edit, value }]);
      return '';
    };
  }
  const cell = model.cells.get(edit.cell);
  const value = (cell.toJSON() as unknown as Record<string, unknown>)[edit.part];
  if (edit.part === 'source') {
    return sourceBack(look, cell, cell.sharedModel.getSource(), edit.value as string);
  }
  return () => {
    const index = indexOf(look, cell);
    apply(model, index < 0 ? [] : [{ ...edit, cell: index, value }]);
    return index < 0 ? 'The cell is gone.' : '';
  };
}

/** What brings the outputs of `cell` back as they are now. */
export function outputsBack(look: NotebookLook, cell: ICodeCellModel): TakeBack {
  const outputs = cell.outputs.toJSON();
  const count = cell.executionCount;
  return () => {
    if (indexOf(look, cell) < 0 || cell.outputs.length > 0) {
      return 'The cell has run again since, or is gone: its old output is not brought back.';
    }
    cell.outputs.fromJSON(outputs);
    cell.executionCount = count;
    return '';
  };
}

/** The cell in which `finding` stands. */
export function cellOf(look: NotebookLook, { cell }: IFinding): ICellModel | null {
  const { cells } = look.panel.context.model;
  return cell === undefined || cell >= cells.length ? null : cells.get(cell);
}

function sourceBack(look: NotebookLook, cell: ICellModel, before: string, after: string): TakeBack {
  return () => {
    if (indexOf(look, cell) < 0 || cell.sharedModel.getSource() !== after) {
      return 'The cell has changed since, or is gone: use Undo in the cell itself.';
    }
    replaceText(cell.sharedModel, before);
    return '';
  };
}

function indexOf(look: NotebookLook, cell: ICellModel): number {
  return [...look.panel.context.model.cells].indexOf(cell);
}
