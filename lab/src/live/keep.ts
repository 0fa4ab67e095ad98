/** Ask how to keep a pasted key, hand its value to the kernel, and write the reference. */
import type { EditorView } from '@codemirror/view';
import type { ServerConnection } from '@jupyterlab/services';

import { pointsAt } from '../codepoints';
import { difference } from '../edit';
import { worrying } from '../finding';
import { handOver, type Handed } from '../kernel';
import { keep, look as lookAt, type IKept } from '../request';
import type { NotebookLook } from './look';
import { isOver, offerLabel } from './pasted';
import type { IHeld, IKeeping } from './paste';

const UNKEPT: Readonly<Record<Exclude<Handed, 'known'>, string>> = {
  'no-kernel': 'No kernel is running, so no keyring can keep the key.',
  waiting: 'The kernel is busy, so its keyring cannot take the key now.',
  failed: 'The kernel could not take the key (is linquid-playground installed there?).'
};
// A fresh kernel imports the package first; nobody has to wait for it meanwhile.
const PATIENCE_MILLIS = 20_000;
const AS_IT_IS = ' Your text is in the cell as you pasted it; a save will be refused.';

/** How to keep the keys of the paste `held` in cell `index` of `look`; null where it has none. */
export async function keeping(
  settings: ServerConnection.ISettings,
  look: NotebookLook,
  index: number,
  held: IHeld
): Promise<IKeeping | null> {
  const { path, model } = look.panel.context;
  const { kernelspec, language_info } = model.metadata;
  const metadata = { kernelspec, language_info };
  const before = held.view.state.doc.toString();
  const source = before.slice(0, held.from) + held.text + before.slice(held.to);
  const cell = { cell_type: model.cells.get(index).type, source };
  const [found = []] = (await lookAt(settings, { path, cells: [cell], metadata })).cells;
  const finding = worrying(found).find(({ span }) =>
    isOver(source, span, held.from, held.text.length)
  );
  if (!finding) {
    return null;
  }
  const cells = [...model.cells].map(one => ({
    cell_type: one.type,
    source: one.sharedModel.getSource()
  }));
  const kept = await keep(settings, {
    path,
    content: { cells, metadata },
    cell: index,
    span: [pointsAt(before, held.from), pointsAt(before, held.to)],
    text: held.text,
    known: look.names
  });
  return {
    finding,
    label: offerLabel(kept),
    keep: async isWanted => keepAs(look, index, held, before, kept, isWanted)
  };
}

/** Keep the values, then write what stands for them; gives why that cannot be, or "". */
async function keepAs(
  look: NotebookLook,
  index: number,
  { view }: IHeld,
  before: string,
  kept: IKept,
  isWanted: () => boolean
): Promise<string> {
  const handed = await hand(look, kept);
  if (!isWanted()) {
    return '';
  }
  if (handed !== 'known') {
    return UNKEPT[handed] + AS_IT_IS;
  }
  if (view.state.doc.toString() !== before) {
    return 'The cell has changed meanwhile.' + AS_IT_IS;
  }
  Object.assign(look.names, kept.names);
  // Undo takes back the reference alone, not what was typed before it.
  const { undoManager } = look.panel.context.model.cells.get(index).sharedModel as IUndoable;
  undoManager?.stopCapturing();
  write(view, before, kept.value);
  undoManager?.stopCapturing();
  return '';
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
    view.dispatch({
      changes: { from: start, to: end, insert: value },
      selection: { anchor: start + value.length },
      scrollIntoView: true,
      userEvent: 'input.paste'
    });
  }
}
