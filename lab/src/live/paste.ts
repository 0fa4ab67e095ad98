/** Hold a paste until it is known whether it holds a key, and then ask what to do with it. */
import { Prec, type Extension } from '@codemirror/state';
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

import type { IFinding } from '../finding';
import { Held } from './held';
import { isBare, isModifier, isPaste, isWriting, Later } from './keystrokes';
import { offering, setHeld, type IChoice, type IOffer } from './offer';
import { mayHoldKey } from './pasted';

const PATIENCE_MILLIS = 1500;
const UNKNOWN = {
  verdict: 'warn',
  title: 'Not looked at yet',
  why: 'The server has not said yet whether this text holds a key. Type on: it goes in here once that is known.'
} as const;

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
  ask: (held: Held) => Promise<IKeeping | null>;
  /** Whether the editor belongs to a notebook that is looked at. */
  isWatched: () => boolean;
  /** Say what is on the screen to a person who cannot see it. */
  say: (words: string) => void;
  /** Say why a key could not be kept. */
  warn: (words: string) => void;
}

/**
 * What makes an editor hold its pastes.
 *
 * What is typed meanwhile goes into the cell, behind the place of the text; any other key waits,
 * and is pressed again once the text is in, or what stands for it.
 */
export function pasting(guard: IPasteGuard): Extension {
  const plugin = ViewPlugin.define(view => new Pasting(view, guard));
  const handlers = EditorView.domEventHandlers({
    paste: (event, view) => view.plugin(plugin)?.hold(event) ?? false
  });
  return [plugin, offering, Prec.highest(handlers)];
}

/** What one editor holds: nothing, a paste that is asked about, or one with an offer. */
class Pasting {
  constructor(
    private readonly view: EditorView,
    private readonly guard: IPasteGuard
  ) {}

  update({ docChanged, changes }: ViewUpdate): void {
    if (docChanged) {
      this.held?.follow(changes);
    }
  }

  destroy(): void {
    window.clearTimeout(this.patience);
    this.listen(false);
  }

  /** Take `event` over if its text could hold a key, or must come after something else. */
  hold(event: ClipboardEvent): boolean {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (this.held && !this.isLettingIn && (mayHoldKey(text) || !this.later.isEmpty)) {
      this.later.add(text);
      return true;
    }
    const { state } = this.view;
    const isPlain = state.selection.ranges.length === 1 && !state.readOnly;
    if (this.held || this.isLettingIn || !isPlain || !mayHoldKey(text) || !this.guard.isWatched()) {
      return false;
    }
    void this.ask(new Held(this.view, text));
    return true;
  }

  private async ask(held: Held): Promise<void> {
    this.held = held;
    this.show(null);
    this.listen(true);
    this.patience = window.setTimeout(() => {
      this.offer({ ...UNKNOWN, choices: [this.pasteIt()] });
    }, PATIENCE_MILLIS);
    // Where nobody answers, nobody can keep a key either; the badge says so.
    const keeping = await this.guard.ask(held).catch(() => null);
    window.clearTimeout(this.patience);
    if (this.held !== held) {
      return;
    }
    if (keeping) {
      this.offerKeeping(held, keeping);
    } else {
      this.letIn();
    }
  }

  private offerKeeping(held: Held, keeping: IKeeping): void {
    const { title, advice } = keeping.finding;
    const { label } = keeping;
    const act = (): void => void this.keep(held, keeping);
    const choices = [{ label, key: 'Enter', isMain: true, act }, this.pasteIt()];
    this.offer({ verdict: 'ban', title, why: advice.why, choices });
    const way = held.isAtCursor ? `Enter: ${label}. ` : '';
    this.guard.say(`${title}. ${advice.why} ${way}Escape: paste as it is. Tab: go to the choices.`);
  }

  private pasteIt(): IChoice {
    const act = (): void => {
      this.view.focus();
      this.letIn();
    };
    return { label: 'Paste as it is', key: 'Esc', act };
  }

  private async keep(held: Held, keeping: IKeeping): Promise<void> {
    const { title, advice } = keeping.finding;
    this.view.focus();
    const status = 'The kernel is taking the key …';
    this.offer({ verdict: 'ban', title, why: advice.why, status, choices: [this.pasteIt()] });
    const why = await keeping.keep(() => this.held === held);
    if (this.held !== held) {
      return; // the person had it pasted as it is
    }
    if (why === '') {
      this.release();
      this.catchUp();
    } else {
      this.letIn();
      this.guard.warn(why);
    }
  }

  private letIn(): void {
    const { held } = this;
    this.release();
    this.isLettingIn = true;
    try {
      held?.enter();
    } finally {
      this.isLettingIn = false;
    }
    this.catchUp();
  }

  private release(): void {
    this.held = null;
    this.choices = [];
    window.clearTimeout(this.patience);
    this.listen(false);
    this.view.dispatch({ effects: setHeld.of(null) });
  }

  /** Do what had to wait, until something of it is held in its turn. */
  private catchUp(): void {
    while (!this.held && !this.later.isEmpty) {
      this.later.doNext();
    }
  }

  private offer(offer: IOffer): void {
    this.choices = offer.choices;
    this.show(offer);
  }

  private show(offer: IOffer | null): void {
    if (this.held) {
      this.view.dispatch({ effects: setHeld.of({ at: this.held.to, offer }) });
    }
  }

  /** Listen, while something is held, before JupyterLab's shortcuts, which ask the document. */
  private listen(isOn: boolean): void {
    const change = isOn ? 'addEventListener' : 'removeEventListener';
    window[change]('keydown', this.onKey as EventListener, true);
    window[change]('pointerdown', this.onPointer, true);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const isHere = event.target instanceof Node && this.view.dom.contains(event.target);
    if (!this.held || !isHere || isModifier(event) || inOffer(event.target)) {
      return;
    }
    const choose = isBare(event) ? this.choiceOf(event.key, this.held) : undefined;
    if (!choose && (isPaste(event) || (this.later.isEmpty && isWriting(event, this.held)))) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (choose) {
      choose();
    } else {
      this.later.add(event);
      this.toChoices();
    }
  };

  private choiceOf(key: string, held: Held): (() => void) | undefined {
    const [first] = this.choices;
    if (!first) {
      return undefined;
    }
    if (key === 'Tab') {
      return this.toChoices;
    }
    if (key === 'Enter') {
      return held.isAtCursor && first.isMain === true ? first.act : undefined;
    }
    return key === 'Escape' ? this.choices.at(-1)?.act : undefined;
  }

  private readonly toChoices = (): void => {
    const { ownerDocument } = this.view.dom;
    ownerDocument.querySelector<HTMLElement>('.jp-playground-offer button')?.focus();
  };

  private readonly onPointer = ({ target }: Event): void => {
    const isElsewhere = target instanceof Node && !this.view.dom.contains(target);
    if (isElsewhere && !inOffer(target) && this.choices.some(one => one.isMain === true)) {
      this.letIn();
    }
  };

  private held: Held | null = null;
  private choices: readonly IChoice[] = [];
  private isLettingIn = false;
  private patience = 0;
  private readonly later = new Later();
}

function inOffer(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.jp-playground-offer') !== null;
}
