/** Warn of a notebook that holds a key already when it is opened. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { banned } from './finding';
import { summary } from './keys';
import type { Refusals } from './refusal';

/** Look at every notebook once it is open. */
export function watchOpened(tracker: INotebookTracker, refusals: Refusals): void {
  const look = async (panel: NotebookPanel): Promise<void> => {
    await panel.context.ready;
    const found = banned(await refusals.findings(panel));
    if (found.length > 0) {
      const { path } = panel.context;
      refusals.warn(panel, `${path} holds ${summary(found)}. It cannot be saved so.`, found);
    }
  };
  const start = (panel: NotebookPanel): void => {
    // Where nobody answers, the badge says so; there is nothing to warn of.
    look(panel).catch(() => undefined);
  };
  tracker.forEach(start);
  tracker.widgetAdded.connect((_, panel) => {
    start(panel);
  });
}
