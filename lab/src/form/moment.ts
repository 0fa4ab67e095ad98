/** Date-times (RFC 3339): what a text means in the person's own zone, and how to say it fully. */

const FULL = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;
const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/;

export type Meaning =
  | { kind: 'empty' }
  | { kind: 'full'; at: Date }
  | { kind: 'without-zone'; asUtc: string; asLocal: string }
  | { kind: 'unreadable' };

export function meaning(text: string): Meaning {
  const trimmed = text.trim();
  if (trimmed === '') {
    return { kind: 'empty' };
  }
  const at = new Date(trimmed.replace(' ', 'T'));
  if (FULL.test(trimmed) && !Number.isNaN(at.getTime())) {
    return { kind: 'full', at };
  }
  const bare = WITHOUT_ZONE.exec(trimmed);
  if (bare && !Number.isNaN(at.getTime())) {
    const wall = `${bare[1] ?? ''}T${bare[2] ?? ''}${bare[3] ?? ':00'}`;
    return { kind: 'without-zone', asUtc: `${wall}Z`, asLocal: inUtc(new Date(wall)) };
  }
  return { kind: 'unreadable' };
}

/** "2026-12-01T09:00:00Z": no fraction, always in UTC. */
export function inUtc(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What a `datetime-local` input wants, in UTC or in the person's zone. */
export function wallClock(at: Date, zone: 'utc' | 'local'): string {
  const offset = zone === 'local' ? at.getTimezoneOffset() * 60_000 : 0;
  return new Date(at.getTime() - offset).toISOString().slice(0, 16);
}

/** "Tue, 1 Dec 2026, 11:00 in your time zone (Europe/Berlin)". */
export function spoken(at: Date, zone = ownZone()): string {
  const words = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone
  }).format(at);
  return `${words} in your time zone (${zone})`;
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
