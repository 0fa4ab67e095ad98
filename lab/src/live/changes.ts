/** Follow an open notebook: which cells it has, and which of their parts have changed. */
import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IOutputAreaModel } from '@jupyterlab/outputarea';
import { Signal, type ISignal } from '@lumino/signaling';

import { Pending, type Part } from './pending';

function outputsOf(cell: ICellModel): IOutputAreaModel | undefined {
  return (cell as Partial<ICodeCellModel>).outputs;
}

/** What of one notebook is to be looked at; a change costs no more than its own cell. */
export class Changes {
  /** Emitted with the part that has changed; "rest" for the notebook's own metadata. */
  get changed(): ISignal<this, Part> {
    return this.emitter;
  }

  /** Emitted with a cell that is there now, or is no longer. */
  get came(): ISignal<this, ICellModel> {
    return this.coming;
  }

  get left(): ISignal<this, ICellModel> {
    return this.leaving;
  }

  readonly cells = new Set<ICellModel>();
  readonly pending = new Pending<ICellModel>();
  isMetadataPending = true;

  get isEmpty(): boolean {
    return this.pending.size === 0 && !this.isMetadataPending;
  }

  /** Follow `model`; all of it is pending at first, its first cells before its last. */
  follow(model: INotebookModel): void {
    model.cells.changed.connect(() => {
      this.compare(new Set(model.cells));
      this.emitter.emit('source');
    });
    model.metadataChanged.connect(() => {
      this.isMetadataPending = true;
      this.emitter.emit('rest');
    });
    [...model.cells].reverse().forEach(cell => {
      this.watch(cell);
    });
  }

  /** Follow the cells that are there `now`: JupyterLab does not tell which ones have gone. */
  private compare(now: ReadonlySet<ICellModel>): void {
    [...this.cells]
      .filter(cell => !now.has(cell))
      .forEach(cell => {
        this.forget(cell);
      });
    [...now]
      .filter(cell => !this.cells.has(cell))
      .forEach(cell => {
        this.watch(cell);
      });
  }

  private watch(cell: ICellModel): void {
    this.cells.add(cell);
    this.pending.add(cell, 'source');
    this.pending.add(cell, 'rest');
    cell.sharedModel.changed.connect((_, change) => {
      // A mark in the metadata changes the verdict on the source.
      if (change.sourceChange ?? change.metadataChange) {
        this.mark(cell, 'source');
      }
      if (change.attachmentsChange ?? change.metadataChange) {
        this.mark(cell, 'rest');
      }
    }, this);
    // The shared model is silent about what a kernel prints.
    outputsOf(cell)?.changed.connect(() => {
      this.mark(cell, 'rest');
    }, this);
    this.coming.emit(cell);
  }

  private mark(cell: ICellModel, part: Part): void {
    this.pending.add(cell, part);
    this.emitter.emit(part);
  }

  private forget(cell: ICellModel): void {
    this.cells.delete(cell);
    this.pending.take(cell);
    Signal.disconnectBetween(cell.sharedModel, this);
    const outputs = outputsOf(cell);
    if (outputs) {
      Signal.disconnectBetween(outputs, this);
    }
    this.leaving.emit(cell);
  }

  private readonly emitter = new Signal<this, Part>(this);
  private readonly coming = new Signal<this, ICellModel>(this);
  private readonly leaving = new Signal<this, ICellModel>(this);
}
