/** The looks of all open notebooks. */
import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Signal, type ISignal } from '@lumino/signaling';

import { NotebookLook, type Ask } from './look';

/** One look for each open notebook; `changed` tells of the one in front. */
export class Looks {
  constructor(
    private readonly tracker: INotebookTracker,
    private readonly ask: Ask
  ) {
    tracker.forEach(panel => {
      this.begin(panel);
    });
    tracker.widgetAdded.connect((_, panel) => {
      this.begin(panel);
    });
    tracker.currentChanged.connect(() => {
      this.emitter.emit();
    });
  }

  /** Emitted when another notebook comes to the front, or other keys are known of it. */
  get changed(): ISignal<this, void> {
    return this.emitter;
  }

  /** Emitted with each look as it begins. */
  get began(): ISignal<this, NotebookLook> {
    return this.beginning;
  }

  /** The look at the notebook in front. */
  get current(): NotebookLook | null {
    const panel = this.tracker.currentWidget;
    return (panel && this.looks.get(panel)) ?? null;
  }

  /** The look at the notebook whose cell the editor of `model` shows, and that cell's index. */
  of(model: CodeEditor.IModel): { look: NotebookLook; index: number } | null {
    for (const look of this.looks.values()) {
      const index = [...look.panel.context.model.cells].findIndex(cell => cell === model);
      if (index >= 0) {
        return { look, index };
      }
    }
    return null;
  }

  /** The look at the open notebook whose file lies at `path` of the disk. */
  ending(path: string): NotebookLook | null {
    const looks = [...this.looks.values()];
    return looks.find(look => `/${path}`.endsWith(`/${look.panel.context.path}`)) ?? null;
  }

  private begin(panel: NotebookPanel): void {
    const look = new NotebookLook(panel, this.ask);
    this.looks.set(panel, look);
    look.changed.connect(() => {
      if (look === this.current) {
        this.emitter.emit();
      }
    });
    panel.disposed.connect(() => this.looks.delete(panel));
    this.beginning.emit(look);
  }

  private readonly looks = new Map<NotebookPanel, NotebookLook>();
  private readonly emitter = new Signal<this, void>(this);
  private readonly beginning = new Signal<this, NotebookLook>(this);
}
