/** What is known of the keys in one cell at this moment. */
import type { CodeEditor } from '@jupyterlab/codeeditor';
import { Signal, type ISignal } from '@lumino/signaling';

import { worrying, type IFinding } from '../finding';

/** The findings of one cell: those of its source, for the text they were found in, and the rest. */
export class CellKeys {
  /** Emitted when something else is known, or the keys are to be masked or shown. */
  get changed(): ISignal<this, void> {
    return this.emitter;
  }

  /** The findings of the source, for the `text` that it was. */
  get source(): readonly IFinding[] {
    return this.inSource;
  }

  get text(): string {
    return this.seen;
  }

  /** Those of outputs, metadata and attachments. */
  get rest(): readonly IFinding[] {
    return this.elsewhere;
  }

  /** Those that a person should do something about. */
  get worrying(): readonly IFinding[] {
    return worrying([...this.inSource, ...this.elsewhere]);
  }

  get isMasked(): boolean {
    return this.masked;
  }

  set isMasked(masked: boolean) {
    if (masked !== this.masked) {
      this.masked = masked;
      this.emitter.emit();
    }
  }

  /** Learn the findings of the source as it was when it read `text`. */
  learnSource(findings: readonly IFinding[], text: string): void {
    const isSame = findings.length === 0 && this.inSource.length === 0;
    this.inSource = findings;
    this.seen = text;
    if (!isSame) {
      this.emitter.emit();
    }
  }

  /** Learn the findings of everything but the source. */
  learnRest(findings: readonly IFinding[]): void {
    const isSame = findings.length === 0 && this.elsewhere.length === 0;
    this.elsewhere = findings;
    if (!isSame) {
      this.emitter.emit();
    }
  }

  private readonly emitter = new Signal<this, void>(this);
  private inSource: readonly IFinding[] = [];
  private elsewhere: readonly IFinding[] = [];
  private seen = '';
  private masked = false;
}

const known = new WeakMap<CodeEditor.IModel, CellKeys>();

/** What is known of the cell, or any other editor, that `model` is the model of. */
export function keysOf(model: CodeEditor.IModel): CellKeys {
  const keys = known.get(model) ?? new CellKeys();
  known.set(model, keys);
  return keys;
}
