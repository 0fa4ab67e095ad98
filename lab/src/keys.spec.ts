import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { IFinding } from './finding';
import { counted, keysOf, spot, summary } from './keys';

function found(fingerprint: string, cell: number, part = 'source'): IFinding {
  return {
    kind: 'linquid-live-key',
    title: 'Linquid live workspace key',
    reason: 'it never expires',
    privilege: 'privileged',
    lifetime: 'never',
    verdict: 'ban',
    path: 'a.ipynb',
    cell,
    part,
    mime: null,
    line: 1,
    via: [],
    fingerprint,
    preview: 'lw_live_',
    span: [0, 40],
    advice: { what: '', why: '', lifetime: '', steps: [], source: '' }
  };
}

test('a key at several places is one key', () => {
  const findings = [found('a', 0), found('a', 0, 'outputs'), found('b', 1)];
  assert.deepEqual(
    keysOf(findings).map(key => key.places.length),
    [2, 1]
  );
  assert.equal(counted(findings), '2 keys at 3 places');
  assert.equal(counted(findings.slice(0, 2)), 'a key at 2 places');
  assert.equal(counted([found('a', 0), found('b', 0)]), '2 keys');
});

test('one key at one place is told with its kind and its place', () => {
  assert.equal(summary([found('a', 1)]), 'a key: Linquid live workspace key (cell 2, line 1)');
  assert.equal(
    summary([found('a', 1), found('a', 2)]),
    'a key at 2 places: Linquid live workspace key'
  );
});

test('two keys in one output are changed together', () => {
  assert.equal(spot(found('a', 0, 'outputs')), spot(found('b', 0, 'outputs')));
  assert.notEqual(spot(found('a', 0, 'outputs')), spot(found('a', 0)));
});
