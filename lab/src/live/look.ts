/** Look at the cells of one notebook as they change, and know which keys stand where. */
import type { ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Debouncer } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';

import { worrying, type IFinding } from '../finding';
import type { ILook, ILooked } from '../request';
import { keysOf } from './cellkeys';
import { Changes } from './changes';
import { giveUp, nextQuestion, type IAsked, type IQuestion } from './question';

const TYPING_MILLIS = 300;
const RUNNING_MILLIS = 1000;
const RETRY_MILLIS = 30_000;

/** Asks the server what stands in some cells. */
export type Ask = (look: ILook, signal: AbortSignal) => Promise<ILooked>;

/** Whether all is looked at, not yet all, or nobody answered. */
export type State = 'known' | 'looking' | 'failed';

/**
 * The keys in the open notebook of `panel`.
 *
 * Only cells that changed are sent, once typing pauses, and an older question is given up.
 */
export class NotebookLook {
  constructor(
    readonly panel: NotebookPanel,
    private readonly ask: Ask
  ) {
    this.changes.came.connect((_, cell) => {
      keysOf(cell).isMasked = this.masked;
    });
    this.changes.left.connect((_, cell) => this.large.delete(cell));
    this.changes.changed.connect((_, part) => {
      void (part === 'source' ? this.soon : this.later).invoke();
    });
    void panel.context.ready.then(() => {
      this.changes.follow(panel.context.model);
      void this.run();
    });
    panel.disposed.connect(() => {
      this.stop();
    });
  }

  /** Emitted when other keys are known, or the state is another. */
  get changed(): ISignal<this, void> {
    return this.emitter;
  }

  /** Emitted with the findings in a source that were not there before. */
  get appeared(): ISignal<this, readonly IFinding[]> {
    return this.appearing;
  }

  get state(): State {
    return this.progress;
  }

  /** Every finding, in order of place. */
  get findings(): IFinding[] {
    const found = [...this.panel.context.model.cells].flatMap((cell, index) => {
      const { source, rest } = keysOf(cell);
      return [...source, ...rest].map(finding => ({ ...finding, cell: index }));
    });
    return [...found, ...this.inMetadata];
  }

  /** How many keys a person should do something about, wherever and how often they stand. */
  get count(): number {
    const found = [...this.changes.cells].flatMap(cell => keysOf(cell).worrying);
    const keys = [...found, ...worrying(this.inMetadata)].map(finding => finding.fingerprint);
    return new Set(keys).size;
  }

  /** The cells, counted from 0, that are too large to look at before the save. */
  get tooLarge(): number[] {
    return [...this.panel.context.model.cells].flatMap((cell, index) =>
      this.large.has(cell) ? [index] : []
    );
  }

  /** The names of keys by their fingerprints, so that a key keeps the name that it once got. */
  readonly names: Record<string, string> = {};

  /** Whether keys are masked on the screen; stored nowhere. */
  get isMasked(): boolean {
    return this.masked;
  }

  set isMasked(masked: boolean) {
    this.masked = masked;
    for (const cell of this.changes.cells) {
      keysOf(cell).isMasked = masked;
    }
    this.emitter.emit();
  }

  private stop(): void {
    this.question?.abort.abort();
    this.runs++;
    window.clearTimeout(this.retrying);
    this.soon.dispose();
    this.later.dispose();
    Signal.clearData(this);
  }

  /** Ask for what is pending, question by question; an older one is given up. */
  private async run(): Promise<void> {
    const mine = ++this.runs;
    window.clearTimeout(this.retrying);
    this.giveUp();
    try {
      while (mine === this.runs && !this.changes.isEmpty) {
        await this.step();
      }
    } catch {
      if (mine === this.runs) {
        this.giveUp();
        this.enter('failed');
        this.retrying = window.setTimeout(() => void this.run(), RETRY_MILLIS);
      }
      return;
    }
    if (mine === this.runs) {
      this.enter('known');
    }
  }

  private async step(): Promise<void> {
    const { path, model } = this.panel.context;
    const question = (this.question = nextQuestion(this.changes, model));
    const cells = question.asked.map(({ item }) => item);
    const { signal } = question.abort;
    const answer = await this.ask({ path, cells, metadata: question.metadata }, signal);
    signal.throwIfAborted();
    this.question = null;
    question.tooLarge.forEach(cell => this.large.add(cell));
    question.asked.forEach((asked, at) => {
      this.learn(asked, answer.cells[at] ?? []);
    });
    this.inMetadata = question.isWithMetadata ? answer.metadata : this.inMetadata;
    this.emitter.emit();
  }

  private learn({ cell, parts, item }: IAsked, found: readonly IFinding[]): void {
    const keys = keysOf(cell);
    this.large.delete(cell);
    if (parts.has('rest')) {
      keys.learnRest(found.filter(finding => finding.part !== 'source'));
    }
    if (item.source !== undefined) {
      const before = new Set(keys.source.map(finding => finding.fingerprint));
      const inSource = found.filter(finding => finding.part === 'source');
      keys.learnSource(inSource, item.source);
      this.appearing.emit(inSource.filter(finding => !before.has(finding.fingerprint)));
    }
  }

  private giveUp(): void {
    if (this.question) {
      giveUp(this.question, this.changes);
      this.question = null;
    }
  }

  private enter(state: State): void {
    this.progress = state;
    this.emitter.emit();
  }

  private readonly changes = new Changes();
  private readonly emitter = new Signal<this, void>(this);
  private readonly appearing = new Signal<this, readonly IFinding[]>(this);
  private readonly soon = new Debouncer(async () => this.run(), TYPING_MILLIS);
  private readonly later = new Debouncer(async () => this.run(), RUNNING_MILLIS);
  private readonly large = new Set<ICellModel>();
  private inMetadata: readonly IFinding[] = [];
  private question: IQuestion | null = null;
  private progress: State = 'looking';
  private masked = false;
  private runs = 0;
  private retrying = 0;
}
