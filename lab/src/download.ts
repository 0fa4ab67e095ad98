/** Give a person a file, without the server. */
import { PathExt } from '@jupyterlab/coreutils';
import type * as nbformat from '@jupyterlab/nbformat';

/** Download `notebook` under the name of `path`, marked as redacted. */
export function downloadRedacted(path: string, notebook: nbformat.INotebookContent): void {
  const text = `${JSON.stringify(notebook, null, 1)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-ipynb+json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${PathExt.basename(path, '.ipynb')}-redacted.ipynb`;
  link.click();
  URL.revokeObjectURL(url);
}
