/** Where the guard's buttons stand: in the status bar, or where there is none, at the top. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IStatusBar } from '@jupyterlab/statusbar';
import type { Widget } from '@lumino/widgets';

const RANK = 900;
// Not hidden in a narrow window.
const PRIORITY = 1;

/** Show `item` in the status bar; Notebook 7 has none, and gets it beside its menu. */
export function showInBar(
  app: JupyterFrontEnd,
  statusBar: IStatusBar | null,
  item: Widget,
  { id, align }: { id: string; align: 'left' | 'right' }
): void {
  item.id = id;
  if (statusBar) {
    statusBar.registerStatusItem(id, {
      item,
      align,
      rank: RANK,
      priority: PRIORITY
    });
  } else {
    item.addClass('jp-mod-top');
    app.shell.add(item, 'top', { rank: RANK });
  }
}
