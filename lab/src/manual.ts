/** Tell a save that a person asked for from one that JupyterLab makes by itself. */
import type { CommandRegistry } from '@lumino/commands';

const COMMANDS: ReadonlySet<string> = new Set([
  'docmanager:save',
  'docmanager:save-all',
  'docmanager:save-as'
]);

/** Knows whether a command that saves is under way; it is told before the save is sent. */
export class ManualSaves {
  constructor(commands: CommandRegistry) {
    commands.commandExecuted.connect((_, { id, result }) => {
      if (COMMANDS.has(id)) {
        this.underWay++;
        const end = (): void => {
          this.underWay--;
        };
        result.then(end, end);
      }
    });
  }

  /** Whether a person waits for a save at this moment. */
  get isUnderWay(): boolean {
    return this.underWay > 0;
  }

  private underWay = 0;
}
