/** Redact an open notebook: values to the kernel's keyring first, then the edits. */
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';

import { apply } from './edit';
import type { IEdit, IFinding } from './finding';
import { handOver, patience, type Handed } from './kernel';

/** What a person is told of values that are not in the kernel's keyring yet. */
const SAID: Readonly<Record<Handed, string>> = {
  known: '',
  waiting: 'The kernel is busy: it learns the value of the key as soon as it is free.',
  'no-kernel':
    'No kernel is running, so its keyring does not have the key. Undo brings the text back: start a kernel and redact again.',
  taken:
    'The kernel has another key by that name, and keeps it. Undo brings the text back: put its key under a name of its own.',
  failed:
    'The kernel could not put the key into its keyring (is linquid-playground installed there?). Undo brings the text back.'
};

/** The edits of the parts in which `findings` stand, each once. */
export function editsFor(edits: readonly IEdit[], findings: readonly IFinding[]): IEdit[] {
  return edits.filter(({ cell, part }) =>
    findings.some(one => cell === (one.cell ?? null) && (cell === null || part === one.part))
  );
}

/** What the code says in the place of `finding` after `edits`; "" where no look-up stands there. */
export function written(edits: readonly IEdit[], { cell, part, span }: IFinding): string {
  const its = edits.filter(edit => edit.cell === cell && edit.part === part);
  const [entry] = its
    .flatMap(edit => edit.keyring)
    .filter(({ expression: [start, end] }) => start < span[1] && span[0] < end);
  return entry?.written ?? '';
}

/**
 * Apply `edits` to the notebook in `panel`.
 *
 * Gives what a person has to be told, or "" when the redacted cells run as they are.
 */
export async function redact(panel: NotebookPanel, edits: readonly IEdit[]): Promise<string> {
  const { model } = panel.content;
  if (!model) {
    return '';
  }
  const handed = await handAllOver(panel, model, edits);
  apply(model, edits);
  return SAID[handed];
}

async function handAllOver(
  panel: NotebookPanel,
  model: INotebookModel,
  edits: readonly IEdit[]
): Promise<Handed> {
  let worst: Handed = 'known';
  for (const { cell, keyring } of edits) {
    if (cell !== null && keyring.length > 0) {
      await Promise.race([panel.sessionContext.ready, patience()]);
      const source = model.cells.get(cell).sharedModel.getSource();
      const handed = await handOver(panel.sessionContext.session?.kernel, source, keyring);
      worst = handed === 'known' ? worst : handed;
    }
  }
  return worst;
}
