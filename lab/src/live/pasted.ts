/** Whether a text that is pasted is worth a question before it enters the cell. */

import { pointsAt } from '../codepoints';

const SHORTEST = 12;
const LONGEST = 200_000;
const RUN = new RegExp(`[^\\s'"\`]{${SHORTEST},}`);

/**
 * Whether `text` could hold a key: it has a run of characters as long as the shortest ones have.
 *
 * Whether it does hold one is for the server to say. A text that is very long goes straight in,
 * and is looked at there.
 */
export function mayHoldKey(text: string): boolean {
  return text.length <= LONGEST && RUN.test(text);
}

/** Whether `span`, in code points, lies over the `length` units from `start` on of `source`. */
export function isOver(
  source: string,
  span: readonly [number, number],
  start: number,
  length: number
): boolean {
  return span[0] < pointsAt(source, start + length) && pointsAt(source, start) < span[1];
}

/** What a paste offers: where `keyring` is empty, nothing but a placeholder can stand there. */
export function offerLabel({ keyring }: { keyring: readonly { written: string }[] }): string {
  const [first, ...others] = new Set(keyring.map(entry => entry.written));
  if (first === undefined) {
    return 'Paste a placeholder instead';
  }
  return `Keep as ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}
