/** The keys that stop a save, each with what can be done about it. */
import { Widget } from '@lumino/widgets';

import { element } from './element';
import { place, type IFinding } from './finding';

/** What a person can ask for one finding. */
export interface IChoices {
  replace: (finding: IFinding) => Promise<void>;
  clearOutput: (finding: IFinding) => void;
  show: (finding: IFinding) => void;
  /** Nothing is left to choose; gives what to say then. */
  allDone: () => string;
}

/** The body of the dialog: one item a key, with its buttons. */
export class FindingList extends Widget {
  constructor(
    intro: string,
    findings: readonly IFinding[],
    private readonly choices: IChoices
  ) {
    super();
    this.addClass('jp-playground-refusal');
    const list = element('ul', { class: 'jp-playground-findings' });
    list.append(...findings.map(finding => this.item(finding)));
    this.open = new Set(findings);
    this.intro = element('p', { role: 'status' }, intro);
    this.hint = hint();
    this.node.append(this.intro, list, this.hint);
  }

  private item(finding: IFinding): HTMLElement {
    const state = element('span', { class: 'jp-playground-state', role: 'status' });
    const text = element(
      'div',
      { class: 'jp-playground-finding-text' },
      element('strong', {}, place(finding)),
      element('span', {}, `${finding.title}: ${finding.reason}.`, ...undone(finding)),
      state
    );
    const buttons = this.buttons(finding, state);
    const item = element('li', {}, text);
    item.append(element('div', { class: 'jp-playground-choices' }, ...buttons));
    return item;
  }

  private buttons(finding: IFinding, state: HTMLElement): HTMLButtonElement[] {
    const done = (said: string): void => {
      this.settle(finding);
      state.textContent = said;
      buttons.at(-1)?.focus(); // a disabled button would drop the focus
      buttons.slice(0, -1).forEach(one => (one.disabled = true));
    };
    const buttons = [
      button('Replace', finding, async () => {
        await this.choices.replace(finding);
        done('Replaced');
      })
    ];
    if (finding.part === 'outputs') {
      buttons.push(
        button('Clear output', finding, () => {
          this.choices.clearOutput(finding);
          done('Output cleared');
        })
      );
    }
    buttons.push(
      button('Show me', finding, () => {
        this.choices.show(finding);
      })
    );
    return buttons;
  }

  private settle(finding: IFinding): void {
    this.open.delete(finding);
    if (this.open.size === 0) {
      this.intro.textContent = this.choices.allDone();
      this.hint.hidden = true;
    }
  }

  private readonly open: Set<IFinding>;
  private readonly intro: HTMLElement;
  private readonly hint: HTMLElement;
}

function button(
  label: string,
  finding: IFinding,
  act: () => void | Promise<void>
): HTMLButtonElement {
  const node = element(
    'button',
    {
      type: 'button',
      class: 'jp-playground-choice',
      'aria-label': `${label}: ${place(finding)}`
    },
    label
  );
  node.addEventListener('click', () => void act());
  return node;
}

function undone(finding: IFinding): string[] {
  return finding.via.length > 0 ? [` It is hidden by ${finding.via.join(', ')}.`] : [];
}

function hint(): HTMLElement {
  return element(
    'p',
    { class: 'jp-playground-hint' },
    'Redact and save puts each key into the keyring of the running kernel and writes ',
    element('code', {}, 'keys["…"]'),
    ' in its place, so that the cell still runs. Undo brings the text back.'
  );
}
