/** What the server tells of a key, in the words that a person reads. */

/** One key that was found; never its value. */
export interface IFinding {
  kind: string;
  title: string;
  reason: string;
  privilege: string;
  lifetime: string;
  verdict: 'ban' | 'warn' | 'allow';
  path: string;
  cell?: number;
  part: string;
  mime: string | null;
  line: number;
  via: string[];
  fingerprint: string;
  preview: string;
  /** Where it stands in the text of its part, in code points. */
  span: readonly [number, number];
  advice: IAdvice;
  /** Whether the policy lets a person mark it as a test key. */
  may_mark?: boolean;
}

/** What a person is told of a key, in whole sentences. */
export interface IAdvice {
  what: string;
  why: string;
  lifetime: string;
  steps: readonly string[];
  source: string;
}

/** A value that the keyring must learn before its literal is gone from the source. */
export interface IKeyringEntry {
  name: string;
  /** Its span in the old source, in code points. */
  expression: [number, number];
  /** Python that gives the value, or the characters of the value itself. */
  form: 'python' | 'text';
  /** What the code says in its place: `keys["name"].reveal()`. */
  written: string;
}

/** One part of a cell, or of the notebook where `cell` is null, as it is after redaction. */
export interface IEdit {
  cell: number | null;
  part: string;
  value: unknown;
  keyring: IKeyringEntry[];
}

/** What must not be saved, and what to write there instead. */
export interface IRedaction {
  findings: IFinding[];
  edits: IEdit[];
}

/** What each verdict means to whoever saves. */
export const VERDICTS: Readonly<Record<IFinding['verdict'], string>> = {
  ban: 'Stops the save',
  warn: 'Warning',
  allow: 'May be saved'
};

const PARTS: Readonly<Record<string, string>> = {
  source: '',
  outputs: ', output',
  metadata: ', metadata',
  attachments: ', attachment'
};

/** "Cell 3, output, line 2"; cells are counted from 1, as people do. */
export function place(finding: IFinding): string {
  if (finding.cell === undefined) {
    return `The notebook's ${finding.part}`;
  }
  const part = PARTS[finding.part] ?? `, ${finding.part}`;
  return `Cell ${finding.cell + 1}${part}, line ${finding.line}`;
}

/** The findings that stop a save. */
export function banned(findings: readonly IFinding[]): IFinding[] {
  return findings.filter(finding => finding.verdict === 'ban');
}

/** What a person should do something about: banned, or warned of. */
export function worrying(findings: readonly IFinding[]): IFinding[] {
  return findings.filter(finding => finding.verdict !== 'allow');
}
