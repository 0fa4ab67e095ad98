/** One question to the server: some cells, with the parts that are looked at. */
import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';

import { batch } from './batch';
import { partsOf, type IItem } from './celltext';
import type { Changes } from './changes';
import type { Part } from './pending';

const BOUNDS = { characters: 1 << 20, items: 200 };

/** A cell that is asked about: which parts of it, and its source as it is at this moment. */
export interface IAsked {
  cell: ICellModel;
  parts: ReadonlySet<Part>;
  item: IItem;
}

/** What is asked, until it is answered or given up. */
export interface IQuestion {
  abort: AbortController;
  asked: readonly IAsked[];
  tooLarge: readonly ICellModel[];
  isWithMetadata: boolean;
  metadata: unknown;
}

/** Take the next question out of what is pending in `changes`. */
export function nextQuestion(changes: Changes, model: INotebookModel): IQuestion {
  const { pending, isMetadataPending } = changes;
  const { taken, tooLarge } = batch(pending.cells, cell => partsOf(cell, pending.of(cell)), BOUNDS);
  changes.isMetadataPending = false;
  tooLarge.forEach(cell => pending.take(cell));
  const { kernelspec, language_info } = model.metadata;
  return {
    abort: new AbortController(),
    asked: taken.map(([cell, item]) => ({ cell, item, parts: pending.take(cell) })),
    tooLarge,
    isWithMetadata: isMetadataPending,
    metadata: isMetadataPending ? model.metadata : { kernelspec, language_info }
  };
}

/** Give `question` up: what it asked for is pending again, as far as it still exists. */
export function giveUp(question: IQuestion, changes: Changes): void {
  question.abort.abort();
  changes.isMetadataPending ||= question.isWithMetadata;
  for (const { cell, parts } of question.asked) {
    if (changes.cells.has(cell)) {
      parts.forEach(part => {
        changes.pending.add(cell, part);
      });
    }
  }
}
