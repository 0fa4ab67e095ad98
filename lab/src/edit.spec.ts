import assert from 'node:assert/strict';
import { test } from 'node:test';

import { applied, joined, replaceText } from './edit';

function text(source: string) {
  const changes: [number, number, string][] = [];
  return {
    changes,
    getSource: () => source,
    updateSource: (start: number, end: number, value = '') => {
      changes.push([start, end, value]);
    }
  };
}

test('only what differs is replaced', () => {
  const cell = text('key = "abc"\nprint(key)');
  replaceText(cell, 'key = keys["abc"]\nprint(key)');
  const [start, end, value] = cell.changes[0] ?? [0, 0, ''];
  assert.equal(
    cell.getSource().slice(0, start) + value + cell.getSource().slice(end),
    'key = keys["abc"]\nprint(key)'
  );
  assert.equal(cell.changes.length, 1);
});

test('text that is the same is left alone', () => {
  const cell = text('same');
  replaceText(cell, 'same');
  assert.deepEqual(cell.changes, []);
});

test('a repeated run at the border is not counted twice', () => {
  const cell = text('aa');
  replaceText(cell, 'aaa');
  assert.deepEqual(cell.changes, [[2, 2, 'a']]);
});

test('a redacted copy leaves the notebook as it is', () => {
  const content = {
    cells: [{ cell_type: 'code', source: 'old', metadata: {}, outputs: [], execution_count: null }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5
  };
  const copy = applied(content, [{ cell: 0, part: 'source', value: 'new', keyring: [] }]);
  assert.equal(copy.cells[0]?.source, 'new');
  assert.equal(content.cells[0]?.source, 'old');
});

test('a list of lines is one text', () => {
  assert.equal(joined(['a\n', 'b']), 'a\nb');
});
