/** What a person did to the keys of each notebook, newest last; kept in memory only. */
import type { IDone } from './act';
import type { NotebookLook } from './look';

const MOST = 50;

/** The actions of each open notebook that can be undone, and what was said last. */
export class Doings {
  /** What became of the last action in `look`. */
  said(look: NotebookLook): string {
    return this.words.get(look) ?? '';
  }

  /** What Undo would take back in `look`; "" where there is nothing. */
  undoable(look: NotebookLook): string {
    return this.done.get(look)?.at(-1)?.where ?? '';
  }

  /** Remember `done`. */
  add(look: NotebookLook, done: IDone): void {
    this.done.set(look, [...(this.done.get(look) ?? []), done].slice(-MOST));
    this.words.set(look, done.said);
  }

  /** Say `words`; nothing was done. */
  say(look: NotebookLook, words: string): void {
    this.words.set(look, words);
  }

  /** Take the last action back. */
  undo(look: NotebookLook): void {
    const last = this.done.get(look)?.pop();
    if (last) {
      this.words.set(look, last.undo() || `Undone: ${last.where}.`);
    }
  }

  private readonly done = new WeakMap<NotebookLook, IDone[]>();
  private readonly words = new WeakMap<NotebookLook, string>();
}
