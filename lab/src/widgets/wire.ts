/**
 * What travels between a request builder and the kernel; `playground/widgets/wire.py` says the same.
 *
 * An address is a JSON pointer into `IValues`: "/query/limit", "/body/utm/source". What a person
 * fills in travels in messages only: a trait might come to hold a pasted key.
 */

export interface IOperationRow {
  id: string;
  method: string;
  path: string;
  summary: string;
  tag: string;
  provenance: string;
  deprecated: boolean;
}

export interface IKeyRow {
  name: string;
  kind: string;
  scopes: string[] | null;
  status: string;
  usable: boolean;
  detail: string;
}

export interface IField {
  address: string;
  name: string;
  kind: 'text' | 'number' | 'flag' | 'choice' | 'tags' | 'group' | 'json';
  format?: string;
  required?: boolean;
  nullable?: boolean;
  help?: string;
  limits?: string;
  default?: unknown;
  example?: string;
  choices?: unknown[];
  item?: string;
  fields?: IField[];
  because?: string;
  provenance?: string;
  reason?: string;
}

export interface IExample {
  name: string;
  values: IValues;
}

export interface IForm {
  operation: string;
  description: string;
  reason: string;
  parameters: IField[];
  body: IField[];
  media: string;
  hidden: string[];
  examples: IExample[];
}

export interface IValues {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  header?: Record<string, unknown>;
  cookie?: Record<string, unknown>;
  body?: unknown;
}

export interface IAsks {
  sentence: string;
  alternatives: string[];
  carriers: string;
  allowed: boolean | null;
  words: string;
  change: string;
  certainty: string;
}

export interface IComplaint {
  address: string;
  pointer: string;
  place: string;
  message: string;
}

export interface ICardLine {
  words: string;
  inferred: boolean;
}

export interface ICardRow {
  term: string;
  lines: ICardLine[];
  aside: boolean;
}

export interface ICard {
  allowed: boolean;
  rule: string;
  headline: string;
  rows: ICardRow[];
}

export interface ISent {
  method: string;
  url: string;
  headers: string[][];
  body: string;
}

export interface IOutcome {
  kind: 'answer' | 'failure' | 'cancelled';
  operation: string;
  key: string | null;
  status: number;
  words: string;
  ms: number;
  headers: string[][];
  body: string;
  clipped: number;
  sent: ISent | null;
  card: ICard | null;
  message: string;
  step: string;
}

export interface ISendRow {
  number: number;
  operation: string;
  method: string;
  path: string;
  key: string;
  status: number;
  words: string;
}

export interface ISnippets {
  python: string;
  curl: string;
}

export interface IHeard {
  client: string;
  number: number;
}

export interface IBuilder {
  title: string;
  operations: IOperationRow[];
  credentials: IKeyRow[];
  operation: string | null;
  key: string | null;
  form: IForm | null;
  values: Record<string, IValues>;
  heard: IHeard | null;
  asks: IAsks | null;
  complaints: IComplaint[];
  snippets: ISnippets;
  sending: boolean;
  held: boolean;
  outcome: IOutcome | null;
  sends: ISendRow[];
}

export interface ITurn {
  client: string;
  number: number;
}

export interface IFill {
  type: 'fill';
  operation: string;
  values: IValues;
  turn: ITurn;
}

export interface ISend {
  type: 'send';
  operation: string;
  key: string | null;
  values: IValues;
  anyway: boolean;
}

export interface ICancel {
  type: 'cancel';
}

export interface IRecall {
  type: 'recall';
  number: number;
}

export interface IHide {
  type: 'hide';
  operation: string;
  address: string;
  value: string | null;
}

export type Message = IFill | ISend | ICancel | IRecall | IHide;

/** What anywidget hands to a front end; any host's model that can do this will do. */
export interface IModel {
  get<K extends keyof IBuilder>(name: K): IBuilder[K];
  set<K extends keyof IBuilder>(name: K, value: IBuilder[K]): void;
  save_changes(): void;
  send(message: Message): void;
  on(event: string, listener: () => void): void;
}
