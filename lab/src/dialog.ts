/** The dialog of a refused save. */
import { Dialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { Widget } from '@lumino/widgets';

import { element } from './element';
import type { IFinding } from './finding';
import { FindingList, type IChoices } from './findinglist';
import { counted } from './keys';

/** What the person chose for the whole notebook. */
export type Choice = 'redact' | 'show' | 'keep' | 'download';

const LABELS: readonly [Choice, string][] = [
  ['keep', 'Keep editing'],
  ['download', 'Download a redacted copy'],
  ['show', 'Show me'],
  ['redact', 'Redact and save']
];

const SECONDARY = 'jp-playground-secondary';

/** Tell which keys stopped the save of `path`, and return what to do. */
export async function askWhatToDo(
  path: string,
  findings: readonly IFinding[],
  choices: Omit<IChoices, 'show' | 'allDone'>
): Promise<{ choice: Choice; finding: IFinding | undefined }> {
  const shown: { finding?: IFinding } = {};
  const body = new FindingList(intro(path, findings), findings, {
    ...choices,
    show: finding => {
      shown.finding = finding;
      dialog.resolve(LABELS.findIndex(([choice]) => choice === 'show'));
    },
    allDone: () => {
      relabel(dialog.node, 'Save');
      return `${PathExt.basename(path)} holds no key now. It is not saved yet: Save writes it to the disk.`;
    }
  });
  const dialog = new Dialog<unknown>({
    title: 'Not saved',
    body,
    buttons: LABELS.map(([choice, label]) =>
      choice === 'redact'
        ? Dialog.okButton({ label })
        : Dialog.createButton({ label, accept: choice !== 'keep', className: SECONDARY })
    ),
    defaultButton: LABELS.length - 1
  });
  dialog.addClass('jp-playground-dialog');
  const { button } = await dialog.launch();
  const choice = LABELS.find(([, label]) => label === button.label)?.[0] ?? 'keep';
  return { choice, finding: shown.finding ?? findings[0] };
}

/** Tell why `path` could not be checked, and was therefore not saved. */
export async function tell(path: string, message: string): Promise<void> {
  const body = new Widget({ node: element('p', {}, message) });
  const dialog = new Dialog<unknown>({
    title: `Not saved: ${PathExt.basename(path)}`,
    body,
    buttons: [Dialog.okButton({ label: 'Keep editing' })]
  });
  dialog.addClass('jp-playground-dialog');
  await dialog.launch();
}

/** Call the main button of the dialog `label`; what it stands for stays the same. */
function relabel(dialog: HTMLElement, label: string): void {
  const words = dialog.querySelector(
    '.jp-Dialog-button.jp-mod-accept:not(.jp-playground-secondary) .jp-Dialog-buttonLabel'
  );
  if (words) {
    words.textContent = label;
    words.setAttribute('aria-label', label);
  }
}

function intro(path: string, findings: readonly IFinding[]): string {
  return `${PathExt.basename(path)} holds ${counted(findings)}, which must not be written to the disk. Nothing was written, and nothing is lost.`;
}
