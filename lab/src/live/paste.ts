/** Hold a paste until it is known whether it holds a key, and then ask what to do with it. */
import { Prec, type Extension } from '@codemirror/state';
import { EditorView, ViewPlugin } from '@codemirror/view';

import { worrying, type IFinding } from '../finding';
import { offering, setOffer, type IOffer } from './offer';
import { mayHoldKey } from './pasted';

const PATIENCE_MILLIS = 1500;
const MODIFIERS: ReadonlySet<string> = new Set(['Alt', 'AltGraph', 'Control', 'Meta', 'Shift']);

/** What would be pasted where; the cell is as it was meanwhile. */
export interface IHeld {
  view: EditorView;
  text: string;
  from: number;
  to: number;
}

/** A way to write the text without its keys. */
export interface IKeeping {
  finding: IFinding;
  label: string;
  /** Write it, if `isWanted` still; gives why that cannot be, or "" when it is done. */
  keep: (isWanted: () => boolean) => Promise<string>;
}

/** Whoever can tell of a paste, and of what became of it. */
export interface IPasteGuard {
  /** How to keep the keys of a paste; null where it holds none. */
  ask: (held: IHeld) => Promise<IKeeping | null>;
  /** Whether the editor belongs to a notebook that is looked at. */
  isWatched: () => boolean;
  /** Say what is on the screen to a person who cannot see it. */
  say: (words: string) => void;
  /** Say why a key could not be kept. */
  warn: (words: string) => void;
}

/** What makes an editor hold its pastes; any key but those of the offer lets the text in. */
export function pasting(guard: IPasteGuard): Extension {
  const plugin = ViewPlugin.define(view => new Pasting(view, guard));
  const handlers = EditorView.domEventHandlers({
    paste: (event, view) => view.plugin(plugin)?.hold(event) ?? false
  });
  return [plugin, offering, Prec.highest(handlers)];
}

class Pasting {
  constructor(
    private readonly view: EditorView,
    private readonly guard: IPasteGuard
  ) {}

  destroy(): void {
    window.clearTimeout(this.patience);
    this.listen(false);
  }

  /** Take `event` over if its text could hold a key. */
  hold(event: ClipboardEvent): boolean {
    const { state } = this.view;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const isPlain = state.selection.ranges.length === 1 && !state.readOnly;
    if (this.isLettingIn || !isPlain || !mayHoldKey(text) || !this.guard.isWatched()) {
      return false;
    }
    const { from, to } = state.selection.main;
    const held = { view: this.view, text, from, to };
    this.letIn();
    this.take(held);
    this.guard.ask(held).then(
      keeping => {
        this.decide(held, keeping);
      },
      () => {
        this.decide(held, null);
      }
    );
    this.patience = window.setTimeout(() => {
      this.decide(held, null);
    }, PATIENCE_MILLIS);
    return true;
  }

  private take(held: IHeld): void {
    this.held = held;
    this.keeping = null;
    this.listen(true);
  }

  /** Listen, while something is held, before JupyterLab's shortcuts, which ask the document. */
  private listen(isOn: boolean): void {
    const change = isOn ? 'addEventListener' : 'removeEventListener';
    window[change]('keydown', this.onKey as EventListener, true);
    window[change]('pointerdown', this.onPointer, true);
  }

  private release(): void {
    this.held = null;
    this.keeping = null;
    window.clearTimeout(this.patience);
    this.listen(false);
    this.view.dispatch({ effects: setOffer.of(null) });
  }

  private decide(held: IHeld, keeping: IKeeping | null): void {
    if (this.held !== held) {
      return;
    }
    window.clearTimeout(this.patience);
    this.keeping = keeping;
    if (!keeping || worrying([keeping.finding]).length === 0) {
      this.letIn();
      return;
    }
    const { finding, label } = keeping;
    const { title, advice } = finding;
    this.offer({ title, why: advice.why, label });
    this.guard.say(
      `${title}. ${advice.why} Enter: ${label}. Escape: paste as it is. Tab: go to the choices.`
    );
  }

  private offer(words: Pick<IOffer, 'title' | 'why' | 'label'>, isUnderWay = false): void {
    const keep = (): void => void this.keep();
    const paste = (): void => {
      this.letIn();
      this.view.focus();
    };
    this.view.dispatch({ effects: setOffer.of({ ...words, isUnderWay, keep, paste }) });
  }

  private async keep(): Promise<void> {
    const { held, keeping } = this;
    if (!held || !keeping) {
      return;
    }
    this.view.focus();
    this.keeping = null;
    const { title, advice } = keeping.finding;
    this.offer({ title, why: advice.why, label: keeping.label }, true);
    const why = await keeping.keep(() => this.held === held);
    if (this.held !== held) {
      return; // the person typed on, and so the text is in the cell as it was
    }
    if (why === '') {
      this.release();
    } else {
      this.letIn();
      this.guard.warn(why);
    }
  }

  /** Paste what is held, just as the editor would have pasted it. */
  private letIn(): void {
    const { held } = this;
    if (!held) {
      return;
    }
    this.release();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', held.text);
    this.isLettingIn = true;
    try {
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      this.view.contentDOM.dispatchEvent(event);
    } finally {
      this.isLettingIn = false;
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.held || MODIFIERS.has(event.key) || this.isInOffer(event.target)) {
      return;
    }
    const isBare = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    const act = this.keeping && isBare ? this.actOf(event.key) : undefined;
    if (act) {
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    } else {
      this.letIn();
    }
  };

  private actOf(key: string): (() => void) | undefined {
    const acts: Record<string, () => void> = {
      Enter: () => void this.keep(),
      Escape: () => {
        this.letIn();
      },
      Tab: () => {
        this.view.dom.ownerDocument
          .querySelector<HTMLElement>('.jp-playground-offer button')
          ?.focus();
      }
    };
    return acts[key];
  }

  private readonly onPointer = (event: Event): void => {
    if (this.held && !this.isInOffer(event.target)) {
      this.letIn();
    }
  };

  private isInOffer(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest('.jp-playground-offer') !== null;
  }

  private held: IHeld | null = null;
  private keeping: IKeeping | null = null;
  private isLettingIn = false;
  private patience = 0;
}
