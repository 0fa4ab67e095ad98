import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { IFinding } from '../finding';
import { actsOn, byPlace, headline, type IListing } from './listing';

const ADVICE = { what: '', why: '', lifetime: '', steps: [], source: '' };

function finding(part: string, verdict: IFinding['verdict'] = 'ban', cell = 0): IFinding {
  return {
    kind: 'k',
    title: 'K',
    reason: 'r',
    privilege: 'privileged',
    lifetime: 'never',
    verdict,
    path: 'a.ipynb',
    ...(cell < 0 ? {} : { cell }),
    part,
    mime: null,
    line: 1,
    via: [],
    fingerprint: 'f',
    preview: 'k_…',
    span: [0, 1],
    advice: ADVICE
  };
}

function listing(findings: IFinding[], state: IListing['state'] = 'known'): IListing {
  return { name: 'a.ipynb', findings, state, said: '', undo: '', isMasked: false, notes: [] };
}

test('findings are listed by place, and each in one place only', () => {
  const parts = [
    finding('metadata', 'ban', -1),
    finding('outputs'),
    finding('source'),
    finding('metadata'),
    finding('attachments')
  ];
  const places = byPlace(parts);
  assert.deepEqual(
    places.map(([heading, there]) => [heading, there.length]),
    [
      ['In cells', 1],
      ['In outputs', 1],
      ['In attachments', 1],
      ['In metadata', 2]
    ]
  );
});

test('what may be saved is not counted', () => {
  assert.equal(headline(listing([finding('source', 'allow')])), '0 keys in a.ipynb');
  assert.equal(headline(listing([finding('source', 'warn')])), '1 key in a.ipynb');
});

test('a key at two places is one key', () => {
  const findings = [finding('source'), finding('outputs')];
  assert.equal(headline(listing(findings)), '1 key at 2 places in a.ipynb');
});

test('nobody is told of no keys before all is looked at', () => {
  assert.match(headline(listing([], 'looking')), /^Looking at/);
  assert.match(headline(listing([], 'failed')), /did not answer/);
});

test('an output can be cleared, and only what is on the screen shown', () => {
  assert.deepEqual(actsOn(finding('outputs'), true), ['replace', 'clear', 'show']);
  assert.deepEqual(actsOn(finding('source'), false), ['replace']);
  assert.deepEqual(actsOn(finding('source', 'allow'), true), ['show']);
});

test('only what the policy lets be marked can be marked as a test key', () => {
  const marked = { ...finding('source'), may_mark: true };
  assert.deepEqual(actsOn(marked, false), ['replace', 'test']);
});
