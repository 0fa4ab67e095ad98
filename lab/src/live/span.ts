/** Where a key stands in an editor: the server counts code points of the source as it is saved. */
import { unitsAt } from '../codepoints';

/**
 * The place in an editor of the source's place `points`.
 *
 * An editor counts UTF-16 units, and each line break as one.
 */
export function editorPlace(source: string, points: number): number {
  const before = source.slice(0, unitsAt(source, points));
  return before.replace(/\r\n?/g, '\n').length;
}
