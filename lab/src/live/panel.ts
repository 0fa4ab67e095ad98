/** The panel beside the notebook: the list of its keys. */
import { PathExt } from '@jupyterlab/coreutils';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { place, type IFinding } from '../finding';
import { show } from '../locate';
import type { Act, IListing } from '../redactor/listing';
import { RedactorView } from '../redactor/view';
import { clearOutput, markAsTestKey, replace, type AskReplacement } from './act';
import { Doings } from './doings';
import { keyIcon } from './icons';
import type { NotebookLook } from './look';
import type { Looks } from './looks';

const NOTHING: IListing = {
  name: '',
  findings: [],
  state: 'known',
  said: '',
  undo: '',
  isMasked: null,
  notes: []
};

/** The keys of the notebook in front; it is drawn only while it can be seen. */
export class KeysPanel extends Widget {
  constructor(
    private readonly looks: Looks,
    private readonly ask: AskReplacement
  ) {
    super();
    this.id = 'linquid-playground-keys';
    this.title.icon = keyIcon;
    this.title.caption = 'Keys in this notebook';
    this.addClass('jp-playground-panel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Keys in this notebook');
    this.node.append(this.view.element);
    looks.changed.connect(() => {
      this.update();
    });
  }

  /** Open the explanation of `finding`, which stands in the notebook in front. */
  explain(finding: IFinding): void {
    this.draw();
    this.view.explain(finding);
  }

  /** Lead whoever works by keyboard to the beginning of the list. */
  focus(): void {
    this.draw();
    this.view.focus();
    this.node.scrollTop = 0; // before it is laid out, the focus scrolls past the headline
  }

  /** Do `act` to `finding` of `look`; what became of it is said in the list. */
  async act(look: NotebookLook, act: Act, finding: IFinding): Promise<void> {
    try {
      await this.attempt(look, act, finding);
    } catch {
      this.doings.say(look, `The server did not answer; nothing was changed: ${place(finding)}.`);
    }
    this.update();
  }

  protected override onUpdateRequest(message: Message): void {
    super.onUpdateRequest(message);
    if (this.isVisible) {
      this.draw();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.draw();
  }

  private async attempt(look: NotebookLook, act: Act, finding: IFinding): Promise<void> {
    if (act === 'show') {
      await show(look.panel, finding);
    } else if (act === 'clear') {
      this.doings.add(look, clearOutput(look, finding));
    } else if (act === 'test') {
      this.doings.add(look, markAsTestKey(look, finding));
    } else {
      this.doings.add(look, await replace(look, finding, this.ask));
    }
  }

  private draw(): void {
    const look = this.looks.current;
    this.view.show(look ? this.listing(look) : NOTHING);
  }

  private listing(look: NotebookLook): IListing {
    return {
      name: PathExt.basename(look.panel.context.path),
      findings: look.findings,
      state: look.state,
      said: this.doings.said(look),
      undo: this.doings.undoable(look),
      isMasked: look.isMasked,
      notes: look.tooLarge.map(
        cell => `Cell ${cell + 1} is too large to look at now. The save checks it.`
      )
    };
  }

  /** Do something with the notebook in front, if there is one. */
  private readonly inFront = (act: (look: NotebookLook) => void): void => {
    if (this.looks.current) {
      act(this.looks.current);
      this.update();
    }
  };

  private readonly doings = new Doings();
  private readonly view = new RedactorView({
    act: (act, finding) => {
      this.inFront(look => void this.act(look, act, finding));
    },
    undo: () => {
      this.inFront(look => {
        this.doings.undo(look);
      });
    },
    mask: isMasked => {
      this.inFront(look => {
        look.isMasked = isMasked;
      });
    }
  });
}
