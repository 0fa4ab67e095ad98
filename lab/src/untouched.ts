/** A notebook that nobody has touched is not changed, whatever its kernel says of itself. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { withoutDrive } from './rooms';

// A kernel of another version than the last one writes itself in here.
const OF_KERNELS: ReadonlySet<string> = new Set(['kernelspec', 'language_info']);

/** Keep notebooks unchanged in which only a kernel has named itself; the next save tells of it. */
export function watchKernels(tracker: INotebookTracker): void {
  tracker.forEach(watch);
  tracker.widgetAdded.connect((_, panel) => {
    watch(panel);
  });
}

function watch({ context }: NotebookPanel): void {
  const { model } = context;
  model.metadataChanged.connect((_, { key }) => {
    // Whether a shared document is changed is for its room to say.
    const isShared = model.collaborative || withoutDrive(context.path) !== context.path;
    if (OF_KERNELS.has(key) && !isShared && !model.dirty) {
      // What has been changed is called so right after it is told of.
      queueMicrotask(() => {
        model.dirty = false;
      });
    }
  });
}
