/** What happens after the server refused to save a notebook. */
import type { Contents, ServerConnection } from '@jupyterlab/services';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type * as nbformat from '@jupyterlab/nbformat';

import { askWhatToDo, tell } from './dialog';
import { downloadRedacted } from './download';
import { applied } from './edit';
import { banned, type IFinding, type IRedaction } from './finding';
import { summary } from './keys';
import { show } from './locate';
import { editsFor, redact, written, type IMade } from './redact';
import { redaction } from './request';
import type { Toasts } from './toast';

/** One refused save. */
export interface IRefusedSave {
  path: string;
  content: unknown;
  /** What the server said; its message never holds a key. */
  error: Error;
  isManual: boolean;
  /** Save this content in place of the refused one. */
  again: (content: unknown) => Promise<Contents.IModel>;
}

/**
 * JupyterLab shows no dialog of its own for an error of this name; "Save as" looks at the message.
 */
export class Cancelled extends Error {
  override readonly name = 'ModalCancelError';
  constructor() {
    super('Cancel');
  }
}

/** Tells people of refused saves, and does what they choose. */
export class Refusals {
  constructor(
    private readonly settings: ServerConnection.ISettings,
    private readonly tracker: INotebookTracker,
    private readonly toasts: Toasts,
    private readonly isOpen: (path: string) => boolean
  ) {}

  /** Return the model of the save that went through in the end, or throw. */
  async handle(refused: IRefusedSave): Promise<Contents.IModel> {
    const panel = isNotebook(refused.content) ? this.panelOf(refused.path, refused.content) : null;
    if (!panel) {
      return this.leave(refused);
    }
    const isSaveAs = panel.context.path !== refused.path;
    const save = { ...refused, isManual: refused.isManual || isSaveAs };
    const found = await this.look(save);
    if (!found || banned(found.findings).length === 0) {
      return this.onlyTell(panel, save);
    }
    if (!save.isManual || this.isAsking) {
      this.toast(panel, save, found);
      throw cancelled(panel);
    }
    this.isAsking = true;
    try {
      return await this.ask(panel, save, found);
    } finally {
      this.isAsking = false;
    }
  }

  /** Offer to redact a notebook that holds `findings` already. */
  warn(panel: NotebookPanel, message: string, findings: readonly IFinding[]): void {
    const { path } = panel.context;
    this.toasts.say(path, message, [
      { label: 'Show me', act: () => void showFirst(panel, findings) },
      { label: 'Redact and save', act: () => void this.redactAndSave(panel) }
    ]);
    panel.disposed.connect(() => {
      this.toasts.takeBack(path); // it can neither be shown nor saved any more
    });
  }

  /** What the server finds in the notebook of `panel` as it is now. */
  async findings(panel: NotebookPanel): Promise<IFinding[]> {
    const { path, model } = panel.context;
    return (await redaction(this.settings, path, model.toJSON())).findings;
  }

  private async redactAndSave(panel: NotebookPanel): Promise<void> {
    const { path } = panel.context;
    const said = await redact(panel, async () => this.made(panel, path));
    await panel.context.save();
    this.toasts.takeBack(path);
    if (said) {
      this.toasts.say(path, said, []);
    }
  }

  private async ask(
    panel: NotebookPanel,
    save: IRefusedSave,
    found: IRedaction
  ): Promise<Contents.IModel> {
    const findings = banned(found.findings);
    const said: string[] = [];
    const { choice, finding } = await askWhatToDo(save.path, findings, {
      written: one => written(found.edits, one),
      replace: async places => {
        const make = async (): Promise<IMade> => {
          const { content, edits } = await this.made(panel, save.path);
          return { content, edits: editsFor(edits, places) };
        };
        said.push(await redact(panel, make));
      },
      clearOutput: places => {
        for (const one of places) {
          clearOutput(panel, one);
        }
      }
    });
    if (choice === 'redact') {
      return this.again(panel, save, said);
    }
    if (choice === 'download') {
      downloadRedacted(save.path, applied(save.content as nbformat.INotebookContent, found.edits));
    }
    if (choice === 'show' && finding) {
      void show(panel, finding);
    }
    throw cancelled(panel);
  }

  private async again(
    panel: NotebookPanel,
    save: IRefusedSave,
    said: string[]
  ): Promise<Contents.IModel> {
    said.push(await redact(panel, async () => this.made(panel, save.path)));
    if (panel.isDisposed) {
      throw new Cancelled(); // nothing of it is left that could be saved
    }
    const saved = await save.again(panel.context.model.toJSON());
    this.toasts.takeBack(save.path);
    this.toasts.takeBack(panel.context.path); // "Save as" closes the notebook of the old name
    const told = said.find(one => one !== '');
    if (told) {
      this.toasts.say(save.path, told, []);
    }
    return saved;
  }

  /** What takes the keys out of the notebook of `panel` as it is now. */
  private async made(panel: NotebookPanel, path: string): Promise<IMade> {
    const content = contentOf(panel);
    const { edits } = await redaction(this.settings, path, content);
    return { content, edits };
  }

  private toast(panel: NotebookPanel, save: IRefusedSave, found: IRedaction): void {
    const findings = banned(found.findings);
    this.warn(panel, `Not saved: ${save.path} holds ${summary(findings)}.`, findings);
  }

  private async look(save: IRefusedSave): Promise<IRedaction | null> {
    try {
      return await redaction(this.settings, save.path, save.content);
    } catch {
      return null; // the refusal itself has a message to show
    }
  }

  /** A notebook that could not be checked: there is nothing to redact. */
  private async onlyTell(panel: NotebookPanel, save: IRefusedSave): Promise<never> {
    if (save.isManual) {
      await tell(save.path, save.error.message);
    } else {
      this.toasts.say(save.path, `${save.path}: ${save.error.message}`, []);
    }
    throw cancelled(panel);
  }

  /** JupyterLab's own dialog tells of an upload or a text file; not of each autosave, though. */
  private leave(save: IRefusedSave): never {
    if (save.isManual || !this.isOpen(save.path)) {
      throw save.error;
    }
    this.toasts.say(save.path, `${save.path}: ${save.error.message}`, []);
    throw new Cancelled();
  }

  /** The notebook of `path`; "Save as" saves the current one under a path that none has yet. */
  private panelOf(path: string, { cells }: nbformat.INotebookContent): NotebookPanel | null {
    const its = this.tracker.find(one => one.context.path === path);
    if (its) {
      return its;
    }
    const { currentWidget: current } = this.tracker;
    const isSame = current && JSON.stringify(contentOf(current).cells) === JSON.stringify(cells);
    return isSame ? current : null;
  }

  private isAsking = false;
}

function contentOf(panel: NotebookPanel): nbformat.INotebookContent {
  return panel.context.model.toJSON() as nbformat.INotebookContent;
}

function isNotebook(content: unknown): content is nbformat.INotebookContent {
  return typeof content === 'object' && content !== null && 'cells' in content;
}

/** The error that ends the save quietly, after the status bar has been told that it failed. */
function cancelled(panel: NotebookPanel): Cancelled {
  const state = panel.context.saveState as unknown as { emit: (state: 'failed') => void };
  state.emit('failed');
  return new Cancelled();
}

async function showFirst(panel: NotebookPanel, findings: readonly IFinding[]): Promise<void> {
  const [first] = findings;
  if (first) {
    await show(panel, first);
  }
}

function clearOutput(panel: NotebookPanel, finding: IFinding): void {
  const cell = finding.cell === undefined ? null : panel.content.model?.cells.get(finding.cell);
  if (cell && 'clearExecution' in cell) {
    (cell as { clearExecution: () => void }).clearExecution();
  }
}
