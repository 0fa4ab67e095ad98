/** Tell a save that a person asked for from one that JupyterLab makes by itself. */
import { Dialog } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { CommandRegistry } from '@lumino/commands';

const COMMANDS: ReadonlySet<string> = new Set(['docmanager:save', 'docmanager:save-all']);

/** Knows whether a save that a person asked for is under way, before that save is sent. */
export class ManualSaves {
  constructor(commands: CommandRegistry, tracker: INotebookTracker) {
    commands.commandExecuted.connect((_, { id, result }) => {
      if (COMMANDS.has(id)) {
        this.commands++;
        const end = (): void => {
          this.commands--;
        };
        result.then(end, end);
      }
    });
    // The command "Save as" ends before its save does, so its notebook is asked instead.
    const watch = ({ context }: { context: ISavedAs }): void => {
      const saveAs = context.saveAs.bind(context);
      context.saveAs = async () => {
        this.savesAs++;
        try {
          return await saveAs();
        } finally {
          this.savesAs--;
        }
      };
    };
    tracker.forEach(watch);
    tracker.widgetAdded.connect((_, panel) => {
      watch(panel);
    });
  }

  /** Whether a person waits for a save at this moment, and is not still typing its name. */
  get isUnderWay(): boolean {
    return this.commands > 0 || (this.savesAs > 0 && Dialog.tracker.size === 0);
  }

  private commands = 0;
  private savesAs = 0;
}

interface ISavedAs {
  saveAs: () => Promise<unknown>;
}
