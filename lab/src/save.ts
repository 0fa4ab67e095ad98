/** Stand behind every save of the browser, and take over where the server refused one. */
import { ServerConnection, type Contents } from '@jupyterlab/services';

import type { ManualSaves } from './manual';
import type { IRefusedSave } from './refusal';

const REFUSED = 422;

/** Let `onRefused` decide what becomes of each save of `contents` that the server refuses. */
export function watchSaves(
  contents: Contents.IManager,
  manual: ManualSaves,
  onRefused: (save: IRefusedSave) => Promise<Contents.IModel>,
  onSaved: (path: string) => void
): void {
  const save = contents.save.bind(contents);
  contents.save = async (path, options) => {
    const isManual = manual.isUnderWay;
    try {
      const saved = await save(path, options);
      onSaved(path);
      return saved;
    } catch (error) {
      if (!isRefusal(error) || options?.chunk !== undefined) {
        throw error;
      }
      const again = async (content: unknown): Promise<Contents.IModel> =>
        save(path, { ...options, content });
      return onRefused({ path, content: options?.content, error, isManual, again });
    }
  };
}

function isRefusal(error: unknown): error is ServerConnection.ResponseError {
  return error instanceof ServerConnection.ResponseError && error.response.status === REFUSED;
}
