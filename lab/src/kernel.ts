/** Hand a key's value to the kernel's keyring: over the kernel's channel, never through a file. */
import type { Kernel, KernelMessage } from '@jupyterlab/services';

import { slice } from './codepoints';
import type { IKeyringEntry } from './finding';

/** What became of the values. */
export type Handed = 'known' | 'waiting' | 'no-kernel' | 'taken' | 'failed';

const PATIENCE_MILLIS = 4000;
/** The keyring's error where another key has that name: it keeps that one. */
const TAKEN = 'NameTaken';

/**
 * The Python that puts the value of `entry` into the keyring, in place of no other one.
 *
 * It binds no name and is not stored in the history, so the literal stays nowhere.
 */
export function statement(source: string, entry: IKeyringEntry): string {
  const literal = slice(source, entry.expression);
  const value = entry.form === 'python' ? `(${literal})` : JSON.stringify(literal);
  return `__import__("playground").keys.keep(${JSON.stringify(entry.name)}, ${value})`;
}

/**
 * Put the values of `entries`, which stand in `source`, into the keyring of `kernel`.
 *
 * A busy kernel runs what it was sent once it is free: nobody has to wait for it.
 */
export async function handOver(
  kernel: Kernel.IKernelConnection | null | undefined,
  source: string,
  entries: readonly IKeyringEntry[],
  patienceMillis = PATIENCE_MILLIS
): Promise<Handed> {
  if (entries.length === 0) {
    return 'known';
  }
  if (!kernel || kernel.status === 'dead') {
    return 'no-kernel';
  }
  const code = entries.map(entry => statement(source, entry)).join('\n');
  const future = kernel.requestExecute({
    code,
    silent: true,
    store_history: false,
    allow_stdin: false
  });
  return Promise.race([
    future.done.then(outcome, () => 'failed' as const),
    patience(patienceMillis)
  ]);
}

/** What became of what the kernel answers with `reply`. */
export function outcome(reply: KernelMessage.IExecuteReplyMsg): Handed {
  const { content } = reply;
  if (content.status === 'ok') {
    return 'known';
  }
  return content.status === 'error' && content.ename === TAKEN ? 'taken' : 'failed';
}

/** Resolves after the time that a person is made to wait for a kernel. */
export async function patience(millis = PATIENCE_MILLIS): Promise<'waiting'> {
  return new Promise(resolve => {
    setTimeout(() => {
      resolve('waiting');
    }, millis);
  });
}
