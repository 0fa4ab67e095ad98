/** Jump to where a key stands. */
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { IFinding } from './finding';

const MARK = 'jp-playground-found';
const MARK_MILLIS = 3000;

/** Show the cell of `finding`; in its text the line is selected, in its output the output marked. */
export async function show(panel: NotebookPanel, finding: IFinding): Promise<void> {
  const notebook = panel.content;
  const cell = finding.cell === undefined ? undefined : notebook.widgets[finding.cell];
  if (finding.cell === undefined || !cell) {
    return;
  }
  notebook.activeCellIndex = finding.cell;
  await notebook.scrollToCell(cell, 'smart');
  mark(cell.node);
  if (finding.part === 'source') {
    notebook.mode = 'edit';
    selectLine(cell, finding.line - 1);
  } else {
    notebook.mode = 'command';
    notebook.node.focus();
  }
}

function selectLine(cell: Cell, line: number): void {
  const { editor } = cell;
  const text = editor?.getLine(line);
  if (!editor || text === undefined) {
    return;
  }
  editor.focus();
  editor.setSelection({ start: { line, column: 0 }, end: { line, column: text.length } });
  editor.revealSelection({ start: { line, column: 0 }, end: { line, column: text.length } });
}

function mark(node: HTMLElement): void {
  node.classList.add(MARK);
  window.setTimeout(() => {
    node.classList.remove(MARK);
  }, MARK_MILLIS);
}
