/** Do what a person asks for one key of an open notebook, so that it can be undone. */
import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';

import { place, type IEdit, type IFinding } from '../finding';
import { redact, type IMade } from '../redact';
import type { IReplace, IReplaced } from '../request';
import type { IParts } from '../still';
import { MARKS } from './celltext';
import type { NotebookLook } from './look';
import { cellOf, outputsBack, partBack, type TakeBack } from './takeback';

/** An action that was taken, and what takes it back; that gives why it could not, or "". */
export interface IDone {
  /** Where it was: "Cell 2, line 1". */
  where: string;
  said: string;
  undo: () => string;
}

/** Asks the server for the edits that take one key out. */
export type AskReplacement = (asked: IReplace) => Promise<IReplaced>;

/**
 * Replace the key of `finding` wherever it stands in that part of the notebook.
 *
 * Its value goes into the kernel's keyring first; undo leaves it there.
 */
export async function replace(
  look: NotebookLook,
  finding: IFinding,
  ask: AskReplacement
): Promise<IDone> {
  const { part, fingerprint, cell = null } = finding;
  const make = async (): Promise<IMade> => {
    const content = contentFor(look, finding);
    const only = { cell, part, fingerprint };
    const { path } = look.panel.context;
    const { edits, names } = await ask({ path, content, only, known: look.names });
    Object.assign(look.names, names);
    return { content, edits };
  };
  let done: readonly IEdit[] = [];
  let back: TakeBack[] = [];
  const warning = await redact(look.panel, make, edits => {
    done = edits;
    back = edits.map(edit => partBack(look, edit));
  });
  if (done.length === 0) {
    return gone(finding);
  }
  return {
    where: place(finding),
    said: [`Replaced: ${place(finding)}.`, warning || kept(done)].join(' ').trim(),
    undo: () => back.map(one => one()).find(why => why !== '') ?? ''
  };
}

/** Clear the output in which the key of `finding` stands. */
export function clearOutput(look: NotebookLook, finding: IFinding): IDone {
  const cell = cellOf(look, finding);
  if (!cell || !isCode(cell)) {
    return gone(finding);
  }
  const undo = outputsBack(look, cell);
  cell.clearExecution();
  return { where: place(finding), said: `Output cleared: ${place(finding)}.`, undo };
}

/** Say in the metadata of its cell that the key of `finding` is a test key. */
export function markAsTestKey(look: NotebookLook, finding: IFinding): IDone {
  const cell = cellOf(look, finding);
  if (!cell) {
    return gone(finding);
  }
  const before = cell.getMetadata(MARKS) as { test_keys?: string[] } | undefined;
  const marks = [...(before?.test_keys ?? []), finding.fingerprint];
  cell.setMetadata(MARKS, { ...before, test_keys: marks });
  const undo = (): string => {
    if (before) {
      cell.setMetadata(MARKS, before);
    } else {
      cell.deleteMetadata(MARKS);
    }
    return '';
  };
  return { where: place(finding), said: `Marked as a test key: ${place(finding)}.`, undo };
}

/** The sources of all cells, for the names and imports in them, and the part of `finding`. */
function contentFor(look: NotebookLook, { cell: index, part }: IFinding): IParts {
  const { model } = look.panel.context;
  const { kernelspec, language_info } = model.metadata;
  const cells = [...model.cells].map((cell, at) => ({
    ...(at === index && part !== 'source' ? cell.toJSON() : {}),
    cell_type: cell.type,
    source: cell.sharedModel.getSource()
  }));
  return { cells, metadata: index === undefined ? model.metadata : { kernelspec, language_info } };
}

function isCode(cell: ICellModel): cell is ICodeCellModel {
  return cell.type === 'code';
}

function gone(finding: IFinding): IDone {
  const where = place(finding);
  return { where, said: `${where} holds this key no longer.`, undo: () => '' };
}

function kept(edits: readonly IEdit[]): string {
  const [entry] = edits.flatMap(edit => edit.keyring);
  return entry ? `The code says ${entry.written}; the kernel has the value.` : '';
}
