/** Keys that a person presses while a paste is held: which go through, and which come later. */
import { EditorView } from '@codemirror/view';

import { pasteInto, type Held } from './held';

const MODIFIERS: ReadonlySet<string> = new Set(['Alt', 'AltGraph', 'Control', 'Meta', 'Shift']);
const COMPOSING: ReadonlySet<string> = new Set(['Dead', 'Process', 'Unidentified']);

/** Whether `event` is nothing by itself. */
export function isModifier(event: KeyboardEvent): boolean {
  return MODIFIERS.has(event.key);
}

/** Whether `event` is a key alone, without another one held down. */
export function isBare(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
}

/** Whether `event` pastes; the browser does that, and no other event can stand for it. */
export function isPaste(event: KeyboardEvent): boolean {
  const isV = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
  return isV || (event.shiftKey && event.key === 'Insert');
}

/** Whether `event` does behind a held paste what it would have done behind the pasted text. */
export function isWriting(event: KeyboardEvent, held: Held): boolean {
  return (
    event.isComposing ||
    COMPOSING.has(event.key) ||
    isCharacter(event) ||
    (isBare(event) && (event.key === 'Enter' || (event.key === 'Backspace' && held.isTypedOn)))
  );
}

/** What was pressed and pasted while it had to wait, in order. */
export class Later {
  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(one: KeyboardEvent | string): void {
    this.waiting.push(one);
  }

  /** Do the first of what waits. */
  doNext(): void {
    const one = this.waiting.shift();
    const target = document.activeElement ?? document.body;
    if (typeof one === 'string') {
      pasteInto(target, one);
    } else if (one) {
      press(one, target);
    }
  }

  private readonly waiting: (KeyboardEvent | string)[] = [];
}

/** Press a key again; a character that no shortcut takes is written. */
function press(event: KeyboardEvent, target: Element): void {
  const again = new KeyboardEvent('keydown', event);
  const isTaken = !target.dispatchEvent(again);
  const view = target instanceof HTMLElement ? EditorView.findFromDOM(target) : null;
  if (!isTaken && view && isCharacter(event)) {
    view.dispatch(view.state.replaceSelection(event.key), { userEvent: 'input.type' });
  }
}

function isCharacter(event: KeyboardEvent): boolean {
  const isCommand = (event.ctrlKey || event.metaKey || event.altKey) && !isThirdLevel(event);
  return /^.$/u.test(event.key) && !isCommand;
}

/** AltGr reports Ctrl and Alt, too. */
function isThirdLevel(event: KeyboardEvent): boolean {
  return event.getModifierState('AltGraph');
}
