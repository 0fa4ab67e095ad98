/** Put redacted parts in the place of those that hold a key. */
import type { ICodeCellModel } from '@jupyterlab/cells';
import type * as nbformat from '@jupyterlab/nbformat';
import type { INotebookModel } from '@jupyterlab/notebook';

import type { IEdit } from './finding';

/** Write `edits` into the open notebook, so that undo brings the text of its cells back. */
export function apply(model: INotebookModel, edits: readonly IEdit[]): void {
  for (const edit of edits) {
    if (edit.cell === null) {
      applyToNotebook(model, edit);
    } else {
      applyToCell(model, edit.cell, edit);
    }
  }
}

/** A copy of the notebook `content` with `edits` in it. */
export function applied(
  content: nbformat.INotebookContent,
  edits: readonly IEdit[]
): nbformat.INotebookContent {
  const copy = structuredClone(content);
  for (const { cell, part, value } of edits) {
    const owner = cell === null ? copy : copy.cells[cell];
    if (owner) {
      Object.assign(owner, { [part]: value });
    }
  }
  return copy;
}

/** A multi-line string of the notebook format as one string. */
export function joined(value: unknown): string {
  return Array.isArray(value) ? value.join('') : String(value);
}

function applyToNotebook(model: INotebookModel, edit: IEdit): void {
  if (edit.part === 'metadata') {
    model.sharedModel.setMetadata(edit.value as nbformat.INotebookMetadata);
  }
}

function applyToCell(model: INotebookModel, index: number, edit: IEdit): void {
  const cell = model.cells.get(index);
  switch (edit.part) {
    case 'source':
      replaceText(cell.sharedModel, joined(edit.value));
      break;
    case 'outputs':
      (cell as ICodeCellModel).outputs.fromJSON(edit.value as nbformat.IOutput[]);
      break;
    case 'metadata':
      cell.sharedModel.setMetadata(edit.value as Partial<nbformat.IBaseCellMetadata>);
      break;
    case 'attachments':
      if ('setAttachments' in cell.sharedModel) {
        cell.sharedModel.setAttachments(edit.value as nbformat.IAttachments);
      }
      break;
  }
}

interface ISource {
  getSource(): string;
  undoManager?: { stopCapturing(): void } | null;
  updateSource(start: number, end: number, value?: string): void;
}

/** What to write over [start, end) of a text so that another comes out of it. */
export interface IDifference {
  start: number;
  end: number;
  value: string;
}

/** The one span in which `old` and `wanted` differ; null where they are the same. */
export function difference(old: string, wanted: string): IDifference | null {
  const most = Math.min(old.length, wanted.length);
  let head = 0;
  while (head < most && old[head] === wanted[head]) {
    head++;
  }
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === wanted[wanted.length - 1 - tail]) {
    tail++;
  }
  return old === wanted
    ? null
    : { start: head, end: old.length - tail, value: wanted.slice(head, wanted.length - tail) };
}

/** Change only what differs, so that the cursor stays; undo is one step, apart from all typing. */
export function replaceText(text: ISource, wanted: string): void {
  const change = difference(text.getSource(), wanted);
  if (change) {
    text.undoManager?.stopCapturing();
    text.updateSource(change.start, change.end, change.value);
    text.undoManager?.stopCapturing();
  }
}
