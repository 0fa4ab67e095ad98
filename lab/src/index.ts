/** The plugins of this extension. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import { Poll } from '@lumino/polling';

import { Badge } from './badge';
import { showInBar } from './bar';
import { ManualSaves } from './manual';
import { watchKernels } from './untouched';
import { watchOpened } from './opened';
import { Refusals } from './refusal';
import { guardStatus } from './request';
import { watchRooms } from './rooms';
import { keys } from './live/plugin';
import { watchSaves } from './save';
import { IToasts, Toasts } from './toast';

const POLL_MILLIS = { interval: 60_000, max: 300_000, backoff: true };

const guard: JupyterFrontEndPlugin<Toasts> = {
  id: 'linquid-playground:guard',
  description: 'Tells why a notebook that holds a key is not saved, and offers to redact it.',
  autoStart: true,
  provides: IToasts,
  requires: [INotebookTracker, IDocumentManager],
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker, documents: IDocumentManager) => {
    const { contents, events, serverSettings } = app.serviceManager;
    const toasts = new Toasts();
    const refusals = new Refusals(
      serverSettings,
      tracker,
      toasts,
      path => documents.findWidget(path) !== undefined
    );
    watchSaves(
      contents,
      new ManualSaves(app.commands, tracker),
      async save => refusals.handle(save),
      path => {
        toasts.takeBack(path);
      }
    );
    watchOpened(serverSettings, tracker, refusals);
    watchKernels(tracker);
    watchRooms(events, tracker, refusals, toasts);
    return toasts;
  }
};

const badge: JupyterFrontEndPlugin<void> = {
  id: 'linquid-playground:badge',
  description: 'Shows in the status bar whether the server checks saves for keys.',
  autoStart: true,
  optional: [IStatusBar],
  activate: (app: JupyterFrontEnd, statusBar: IStatusBar | null) => {
    const item = new Badge();
    showInBar(app, statusBar, item, { id: 'linquid-playground-badge', align: 'right' });
    const poll = new Poll({
      name: 'linquid-playground:guard',
      standby: 'when-hidden',
      frequency: POLL_MILLIS,
      factory: async () => guardStatus(app.serviceManager.serverSettings)
    });
    poll.ticked.connect((_, { phase, payload }) => {
      if (phase === 'resolved') {
        item.status = payload as Awaited<ReturnType<typeof guardStatus>>;
      } else if (phase === 'rejected') {
        item.status = null;
      }
    });
  }
};

export default [guard, badge, keys];
