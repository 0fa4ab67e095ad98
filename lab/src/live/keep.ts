/** Ask how to keep a pasted key, hand its value to the kernel, and write the reference. */
import type { EditorView } from '@codemirror/view';
import type { ServerConnection } from '@jupyterlab/services';

import { pointsAt } from '../codepoints';
import { difference } from '../edit';
import { worrying, type IFinding } from '../finding';
import { handOver, type Handed } from '../kernel';
import { keep, look as lookAt, type IKept } from '../request';
import type { NotebookLook } from './look';
import { isOver, offerLabel } from './pasted';
import type { Held } from './held';
import type { IKeeping } from './paste';

const UNKEPT: Readonly<Record<Exclude<Handed, 'known'>, string>> = {
  'no-kernel': 'No kernel is running, so no keyring can keep the key.',
  waiting: 'The kernel is busy, so its keyring cannot take the key now.',
  taken: 'The kernel has another key by that name, and keeps it.',
  failed: 'The kernel could not take the key (is linquid-playground installed there?).'
};
// A fresh kernel imports the package first; nobody has to wait for it meanwhile.
const PATIENCE_MILLIS = 20_000;
const AS_IT_IS = ' Your text is in the cell as you pasted it; a save will be refused.';

/** The answer for one state of a cell, which the person may have changed since. */
interface IAnswer {
  before: string;
  kept: IKept;
}

/** How to keep the keys of the paste `held` in cell `index` of `look`; null where it has none. */
export async function keeping(
  settings: ServerConnection.ISettings,
  look: NotebookLook,
  index: number,
  held: Held
): Promise<IKeeping | null> {
  const finding = await found(settings, look, index, held);
  if (!finding) {
    return null;
  }
  const ask = async (): Promise<IAnswer> => answer(settings, look, index, held);
  const first = await ask();
  return {
    finding,
    label: offerLabel(first.kept),
    keep: async isWanted => keepAs(look, index, held, first, ask, isWanted)
  };
}

/** The worst that the server finds in the pasted text, where it is to stand. */
async function found(
  settings: ServerConnection.ISettings,
  look: NotebookLook,
  index: number,
  { view, text, from, to }: Held
): Promise<IFinding | undefined> {
  const { path, model } = look.panel.context;
  const before = view.state.doc.toString();
  const source = before.slice(0, from) + text + before.slice(to);
  const cell = { cell_type: model.cells.get(index).type, source };
  const metadata = metadataOf(look);
  const [findings = []] = (await lookAt(settings, { path, cells: [cell], metadata })).cells;
  return worrying(findings).find(({ span }) => isOver(source, span, from, text.length));
}

/** What to write in place of the paste, as its cell is at this moment. */
async function answer(
  settings: ServerConnection.ISettings,
  look: NotebookLook,
  index: number,
  { view, text, from, to }: Held
): Promise<IAnswer> {
  const { path, model } = look.panel.context;
  const before = view.state.doc.toString();
  const cells = [...model.cells].map(one => ({
    cell_type: one.type,
    source: one.sharedModel.getSource()
  }));
  const kept = await keep(settings, {
    path,
    content: { cells, metadata: metadataOf(look) },
    cell: index,
    span: [pointsAt(before, from), pointsAt(before, to)],
    text,
    known: look.names
  });
  return { before, kept };
}

/** Keep the values, then write what stands for them; gives why that cannot be, or "". */
async function keepAs(
  look: NotebookLook,
  index: number,
  { view }: Held,
  first: IAnswer,
  ask: () => Promise<IAnswer>,
  isWanted: () => boolean
): Promise<string> {
  const isStill = ({ before }: IAnswer): boolean => view.state.doc.toString() === before;
  let asked = first;
  do {
    asked = isStill(asked) ? asked : await ask();
    const handed = await hand(look, asked.kept);
    if (!isWanted()) {
      return '';
    }
    if (handed !== 'known') {
      return UNKEPT[handed] + AS_IT_IS;
    }
    Object.assign(look.names, asked.kept.names);
  } while (!isStill(asked));
  // Undo takes back the reference alone, not what was typed before it.
  const { undoManager } = look.panel.context.model.cells.get(index).sharedModel as IUndoable;
  undoManager?.stopCapturing();
  write(view, asked.before, asked.kept.value);
  undoManager?.stopCapturing();
  return '';
}

function metadataOf(look: NotebookLook): unknown {
  const { kernelspec, language_info } = look.panel.context.model.metadata;
  return { kernelspec, language_info };
}

interface IUndoable {
  undoManager?: { stopCapturing: () => void } | null;
}

async function hand(look: NotebookLook, { source, keyring }: IKept): Promise<Handed> {
  const kernel = look.panel.sessionContext.session?.kernel;
  const isBusy = keyring.length > 0 && kernel?.status === 'busy';
  return isBusy ? 'waiting' : handOver(kernel, source, keyring, PATIENCE_MILLIS);
}

function write(view: EditorView, before: string, after: string): void {
  const change = difference(before, after);
  if (change) {
    const { start, end, value } = change;
    const changes = view.state.changes({ from: start, to: end, insert: value });
    view.dispatch({
      changes,
      selection: view.state.selection.map(changes, 1),
      scrollIntoView: true,
      userEvent: 'input.paste'
    });
  }
}
