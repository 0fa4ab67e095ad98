/** What the list of keys shows and can be asked, in JupyterLab's panel as in the widget. */
import { worrying, type IFinding } from '../finding';

/** The keys of one notebook, as they are shown. */
export interface IListing {
  /** The notebook's file name; "" where there is none. */
  name: string;
  findings: readonly IFinding[];
  state: 'known' | 'looking' | 'failed';
  /** What became of the last action. */
  said: string;
  /** What can be undone: "Cell 2, line 1"; "" where nothing can. */
  undo: string;
  /** Whether keys are masked on the screen; null where nothing of the notebook is on it. */
  isMasked: boolean | null;
  /** What is not looked at yet, and why. */
  notes: readonly string[];
}

/** What can be done about one key. */
export type Act = 'replace' | 'clear' | 'show' | 'test';

/** What a person asks for in the list. */
export interface IAsks {
  act: (act: Act, finding: IFinding) => void;
  undo: () => void;
  mask: (isMasked: boolean) => void;
}

/** The words on each button. */
export const LABELS: Readonly<Record<Act | 'explain', string>> = {
  replace: 'Replace',
  clear: 'Clear output',
  show: 'Show me',
  test: 'Mark as test key',
  explain: 'Explain'
};

/** Where keys stand, in the order in which the places are listed. */
const PLACES: readonly [string, (finding: IFinding) => boolean][] = [
  ['In cells', ({ cell, part }) => cell !== undefined && part === 'source'],
  ['In outputs', ({ part }) => part === 'outputs'],
  ['In attachments', ({ part }) => part === 'attachments'],
  ['In metadata', ({ cell, part }) => part === 'metadata' || cell === undefined]
];

/** The findings of each place that has some, under its heading. */
export function byPlace(findings: readonly IFinding[]): [string, IFinding[]][] {
  return PLACES.map(([heading, isThere]): [string, IFinding[]] => [
    heading,
    findings.filter(isThere)
  ]).filter(([, there]) => there.length > 0);
}

/** "1 key at 3 places in a.ipynb", or what is known instead. */
export function headline({ name, findings, state }: IListing): string {
  const places = worrying(findings);
  const count = new Set(places.map(finding => finding.fingerprint)).size;
  if (name === '') {
    return 'No notebook is open.';
  }
  if (state === 'failed') {
    return `The server did not answer: ${name} is not looked at. Each save is checked all the same.`;
  }
  if (state === 'looking' && count === 0) {
    return `Looking at ${name} …`;
  }
  const where = places.length > count ? ` at ${places.length} places` : '';
  return `${counted(count)}${where} in ${name}`;
}

/** "0 keys", "1 key". */
export function counted(count: number): string {
  return count === 1 ? '1 key' : `${count} keys`;
}

/** What can be done about `finding`, where `isShown` says that the notebook is on the screen. */
export function actsOn(finding: IFinding, isShown: boolean): Act[] {
  const acts: Act[] = [];
  if (finding.verdict !== 'allow') {
    acts.push('replace');
    if (finding.part === 'outputs') {
      acts.push('clear');
    }
    if (finding.may_mark === true) {
      acts.push('test');
    }
  }
  return isShown && finding.cell !== undefined ? [...acts, 'show'] : acts;
}

/** What tells one finding from another while the list is shown. */
export function idOf(finding: IFinding): string {
  const { cell, part, mime, line, fingerprint, span } = finding;
  return [cell ?? '', part, mime ?? '', line, span[0], fingerprint].join(' ');
}
