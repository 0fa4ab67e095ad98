/** Warn of a notebook that holds a key already when it is opened. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ServerConnection } from '@jupyterlab/services';

import { banned } from './finding';
import { summary } from './keys';
import type { Refusals } from './refusal';
import { stored } from './request';
import { withoutDrive } from './rooms';

/** Have the server look at the file of every notebook once it is open: nothing is sent for that. */
export function watchOpened(
  settings: ServerConnection.ISettings,
  tracker: INotebookTracker,
  refusals: Refusals
): void {
  const look = async (panel: NotebookPanel): Promise<void> => {
    await panel.context.ready;
    const { path } = panel.context;
    const found = banned(await stored(settings, withoutDrive(path)));
    if (found.length > 0) {
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
