import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { IEdit } from './finding';
import { stillFor, textOf } from './still';

const CONTENT = {
  cells: [
    { source: 'a = 1', outputs: [{ text: 'one' }] },
    { source: ['b\n', '= 2'], outputs: [] }
  ],
  metadata: { tags: ['x'] }
};

function edit(cell: number | null, part: string): IEdit {
  return { cell, part, value: 'wanted', keyring: [] };
}

function open(cells: readonly object[], metadata: unknown = CONTENT.metadata) {
  return { cells: cells.map(cell => ({ toJSON: () => cell as never })), metadata };
}

const EDITS = [edit(0, 'source'), edit(0, 'outputs'), edit(1, 'source'), edit(null, 'metadata')];

test('an edit of what nobody has touched is still good', () => {
  const cells = [CONTENT.cells[0] ?? {}, { source: 'b\n= 2' }];
  assert.deepEqual(stillFor(open(cells), CONTENT, EDITS), EDITS);
});

test('an edit of what has changed since is not', () => {
  const cells = [
    { source: 'a = 1 + 1', outputs: [{ text: 'one' }, { text: 'two' }] },
    { source: 'b\n= 2' }
  ];
  assert.deepEqual(stillFor(open(cells, {}), CONTENT, EDITS), [EDITS[2]]);
});

test('an edit of a cell that is gone, or stands elsewhere now, is not', () => {
  assert.deepEqual(stillFor(open([]), CONTENT, EDITS), [EDITS[3]]);
  assert.deepEqual(stillFor(open([{ source: 'new' }, ...CONTENT.cells]), CONTENT, EDITS), [
    EDITS[3]
  ]);
});

test('the text that an edit replaces is read from what it was made for', () => {
  assert.equal(textOf(CONTENT, edit(1, 'source')), 'b\n= 2');
});
