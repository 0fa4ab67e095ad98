/** A paste that is not in its cell yet, and where it belongs while the person types on. */
import type { ChangeDesc } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

/** The text of a paste, which is to replace [from, to) of the cell as it is at this moment. */
export class Held {
  constructor(
    readonly view: EditorView,
    readonly text: string
  ) {
    const { from, to } = view.state.selection.main;
    this.from = from;
    this.to = to;
    // What is typed now comes behind the text, and does not replace what the text replaces.
    view.dispatch({ selection: { anchor: to } });
  }

  from: number;
  to: number;

  /** Stay in place while the cell changes. */
  follow(changes: ChangeDesc): void {
    this.from = changes.mapPos(this.from, -1);
    this.to = changes.mapPos(this.to, -1);
  }

  /** Whether the cursor stands where the text will end: nothing was typed behind it. */
  get isAtCursor(): boolean {
    const { main } = this.view.state.selection;
    return main.empty && main.head === this.to;
  }

  /** Whether the cursor stands behind what was typed after the paste. */
  get isTypedOn(): boolean {
    const { main } = this.view.state.selection;
    return main.empty && main.head > this.to;
  }

  /** Put the text where it belongs, just as the editor would have pasted it. */
  enter(): void {
    const { view, text, from, to } = this;
    if (this.isAtCursor) {
      view.dispatch({ selection: { anchor: from, head: to } });
      pasteInto(view.contentDOM, text);
      return;
    }
    const changes = view.state.changes({ from, to, insert: view.state.toText(text) });
    const selection = view.state.selection.map(changes, 1);
    view.dispatch({ changes, selection, userEvent: 'input.paste' });
  }
}

/** Paste `text` where `target` is, as Ctrl-V does. */
export function pasteInto(target: Element, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}
