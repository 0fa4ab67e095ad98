/** The findings of a refused save as a person counts them: one key, at one place or several. */
import { place, type IFinding } from './finding';

/** One key and every place where it stands; never its value. */
export interface IKey {
  title: string;
  reason: string;
  places: readonly IFinding[];
}

/** The keys of `findings`, in the order in which they were found. */
export function keysOf(findings: readonly IFinding[]): IKey[] {
  const byKey = new Map<string, IFinding[]>();
  for (const finding of findings) {
    const known = byKey.get(finding.fingerprint);
    if (known) {
      known.push(finding);
    } else {
      byKey.set(finding.fingerprint, [finding]);
    }
  }
  return [...byKey.values()].flatMap(places => {
    const [first] = places;
    return first ? [{ title: first.title, reason: first.reason, places }] : [];
  });
}

/** "a key", "a key at 3 places" or "2 keys at 5 places". */
export function counted(findings: readonly IFinding[]): string {
  const count = keysOf(findings).length;
  const keys = count === 1 ? 'a key' : `${count} keys`;
  return findings.length > count ? `${keys} at ${findings.length} places` : keys;
}

/** "a key: Linquid live workspace key (cell 2, line 1)" or "2 keys at 5 places". */
export function summary(findings: readonly IFinding[]): string {
  const [first] = findings;
  const [key, ...others] = keysOf(findings);
  if (!first || !key || others.length > 0) {
    return counted(findings);
  }
  const where = findings.length === 1 ? ` (${place(first).toLowerCase()})` : '';
  return `${counted(findings)}: ${key.title}${where}`;
}

/** What is changed as a whole: a cell's text, its outputs, or a part of the notebook. */
export function spot({ cell, part }: IFinding): string {
  return `${cell ?? 'notebook'} ${part}`;
}
