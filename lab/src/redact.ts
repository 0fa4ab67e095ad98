/** Redact an open notebook: values to the kernel's keyring first, then the edits. */
import type { NotebookPanel } from '@jupyterlab/notebook';

import { apply } from './edit';
import type { IEdit, IFinding } from './finding';
import { handOver, patience, type Handed } from './kernel';
import { stillFor, textOf, type IParts } from './still';

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

/** Edits, and the parts of the notebook that they were made for. */
export interface IMade {
  content: IParts;
  edits: readonly IEdit[];
}

const TRIES = 3;

/**
 * Write what `make` makes of the notebook in `panel` as it is at that moment.
 *
 * Making it and the kernel take their time, and a person goes on meanwhile: what has changed
 * since is made anew, or left as it is. `before` is called with what will be written at once.
 * Gives what a person has to be told, or "" when the redacted cells run as they are.
 */
export async function redact(
  panel: NotebookPanel,
  make: () => Promise<IMade>,
  before: (edits: readonly IEdit[]) => void = () => undefined
): Promise<string> {
  for (let tries = TRIES; ; tries--) {
    const made = await make();
    const handed = await handAllOver(panel, made);
    const { model } = panel.content;
    if (!model) {
      return ''; // it was closed
    }
    const edits = stillFor(model, made.content, made.edits);
    if (edits.length === made.edits.length || tries === 1) {
      before(edits);
      apply(model, edits);
      return SAID[handed];
    }
  }
}

async function handAllOver(panel: NotebookPanel, { content, edits }: IMade): Promise<Handed> {
  const its = edits.filter(({ cell, keyring }) => cell !== null && keyring.length > 0);
  if (its.length > 0) {
    await Promise.race([panel.sessionContext.ready, patience()]);
  }
  const kernel = panel.sessionContext.session?.kernel;
  const handed = await Promise.all(
    its.map(async edit => handOver(kernel, textOf(content, edit), edit.keyring))
  );
  return handed.find(one => one !== 'known') ?? 'known';
}
