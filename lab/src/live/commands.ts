/** The commands of the live guard. */
import { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { CommandRegistry } from '@lumino/commands';

import { worrying, type IFinding } from '../finding';
import { show } from '../locate';
import { keyIcon } from './icons';
import type { NotebookLook } from './look';
import type { Looks } from './looks';
import { keysAt } from './marks';

/** The commands' ids, in the order of the palette. */
export const COMMANDS = {
  show: 'linquid-playground:show-keys',
  mask: 'linquid-playground:mask-keys',
  explain: 'linquid-playground:explain-key',
  next: 'linquid-playground:next-key'
} as const;

/** Add them; `explain` opens the list, at a finding where one is given. */
export function addCommands(
  commands: CommandRegistry,
  looks: Looks,
  explain: (finding?: IFinding) => void
): void {
  const isEnabled = (): boolean => looks.current !== null;
  commands.addCommand(COMMANDS.show, {
    label: 'Keys in This Notebook',
    caption: 'List the keys of the notebook in front',
    icon: keyIcon,
    execute: () => {
      explain();
    }
  });
  commands.addCommand(COMMANDS.mask, {
    label: 'Mask Keys on Screen',
    caption: 'Show dots in the place of the keys of this notebook',
    isEnabled,
    isToggleable: true,
    isToggled: () => looks.current?.isMasked ?? false,
    execute: () => {
      if (looks.current) {
        looks.current.isMasked = !looks.current.isMasked;
        commands.notifyCommandChanged(COMMANDS.mask);
      }
    }
  });
  commands.addCommand(COMMANDS.explain, {
    label: 'Explain the Key at the Cursor',
    isEnabled,
    execute: () => {
      explain(looks.current ? keyAtCursor(looks.current) : undefined);
    }
  });
  commands.addCommand(COMMANDS.next, {
    label: 'Go to the Next Key',
    isEnabled,
    execute: async () => looks.current && showNext(looks.current)
  });
}

/** The key at the cursor, or the first one of the active cell. */
function keyAtCursor(look: NotebookLook): IFinding | undefined {
  const { activeCell, activeCellIndex } = look.panel.content;
  const here = worrying(look.findings).filter(({ cell }) => cell === activeCellIndex);
  const editor = activeCell?.editor;
  if (!(editor instanceof CodeMirrorEditor)) {
    return here[0];
  }
  const { from, to } = editor.state.selection.main;
  const [key] = keysAt(editor.state, from, to);
  return here.find(({ span }) => span === key?.finding.span) ?? here[0];
}

/** Go to the first key behind the active cell, or to the first of all. */
async function showNext(look: NotebookLook): Promise<void> {
  const found = worrying(look.findings).filter(({ cell }) => cell !== undefined);
  const active = look.panel.content.activeCellIndex;
  const next = found.find(({ cell }) => (cell ?? 0) > active) ?? found[0];
  if (next) {
    await show(look.panel, next);
  }
}
