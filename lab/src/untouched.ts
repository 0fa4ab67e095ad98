/** A notebook that nobody has touched is not changed, whatever its kernel says of itself. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

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
    const isClean = !model.dirty && !model.collaborative;
    if (isClean && OF_KERNELS.has(key)) {
      // What has been changed is called so right after it is told of.
      queueMicrotask(() => {
        model.dirty = false;
      });
    }
  });
}
