/** The plugin that looks at notebooks before they are saved. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import { EditorExtensionRegistry, IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';

import { counted } from '../redactor/listing';
import { banned, type IFinding } from '../finding';
import { look as lookAt, replacement } from '../request';
import { Announcer } from './announcer';
import { keysOf } from './cellkeys';
import { showInBar } from '../bar';
import { IToasts, type Toasts } from '../toast';
import { takeOver } from '../redactor/open';
import { addCommands, COMMANDS } from './commands';
import { Count } from './count';
import { hovering, type IKeyActs } from './hover';
import { keeping } from './keep';
import type { NotebookLook } from './look';
import { Looks } from './looks';
import { marking } from './marks';
import { maskOutputs } from './masks';
import { KeysPanel } from './panel';
import { pasting, type IPasteGuard } from './paste';

/** Marks keys as they are typed or pasted, lists them, masks them, keeps them. */
export const keys: JupyterFrontEndPlugin<void> = {
  id: 'linquid-playground:keys',
  description: 'Marks keys as they are typed or pasted, and lists those of the notebook in front.',
  autoStart: true,
  requires: [INotebookTracker, IEditorExtensionRegistry, IToasts],
  optional: [IStatusBar, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    editors: IEditorExtensionRegistry,
    toasts: Toasts,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null
  ) => {
    const { serverSettings } = app.serviceManager;
    const looks = new Looks(tracker, async (asked, signal) =>
      lookAt(serverSettings, asked, signal)
    );
    const panel = new KeysPanel(looks, async asked => replacement(serverSettings, asked));
    const announcer = new Announcer();
    const open = (): void => {
      app.shell.activateById(panel.id);
    };
    const explain = (finding?: IFinding): void => {
      open();
      if (finding) {
        panel.explain(finding);
      } else {
        panel.focus();
      }
    };
    app.shell.add(panel, 'right', { rank: 950, type: 'Keys' });
    addCommands(app.commands, looks, explain);
    for (const command of Object.values(COMMANDS)) {
      palette?.addItem({ command, category: 'Notebook Keys' });
    }
    const count = new Count(looks, () => {
      explain();
    });
    showInBar(app, statusBar, count, { id: 'linquid-playground-count', align: 'left' });
    looks.began.connect((_, look) => {
      maskOutputs(look);
      onceClean(look, () => {
        toasts.takeBack(look.panel.context.path);
      });
      look.appeared.connect((__, found) => {
        announcer.say(appeared(found));
      });
    });

    // A widget of the open notebook acts in the editor, not in the file behind its back.
    takeOver(({ path, act, finding }) => {
      const look = looks.ending(path);
      if (!look) {
        return false;
      }
      open();
      void panel.act(look, act, finding);
      return true;
    });

    const here = (model: CodeEditor.IModel): IKeyActs => ({
      replace: finding => {
        const found = looks.of(model);
        if (found) {
          open();
          void panel.act(found.look, 'replace', { ...finding, cell: found.index });
        }
      },
      explain: finding => {
        explain({ ...finding, cell: looks.of(model)?.index ?? 0 });
      }
    });
    const guard = (model: CodeEditor.IModel): IPasteGuard => ({
      isWatched: () => looks.of(model) !== null,
      ask: async held => {
        const found = looks.of(model);
        return found ? keeping(serverSettings, found.look, found.index, held) : null;
      },
      say: words => {
        announcer.say(words);
      },
      warn: words => {
        Notification.warning(words, { autoClose: false });
      }
    });
    editors.addExtension({
      name: 'linquid-playground:keys',
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension([
          marking(keysOf(model)),
          hovering(() => here(model)),
          pasting(guard(model))
        ])
    });
  }
};

/** Call `act` whenever the last key that stops a save of the notebook is gone. */
function onceClean(look: NotebookLook, act: () => void): void {
  let wasClean = true;
  look.changed.connect(() => {
    const isClean = look.state === 'known' ? banned(look.findings).length === 0 : wasClean;
    if (isClean && !wasClean) {
      act();
    }
    wasClean = isClean;
  });
}

function appeared(found: readonly IFinding[]): string {
  const [first] = found.filter(finding => finding.verdict !== 'allow');
  if (!first) {
    return '';
  }
  return found.length > 1
    ? `${counted(found.length)} in this cell.`
    : `Line ${first.line}: ${first.title}. ${first.advice.why}`;
}
