import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Pending } from './pending';

test('what a person types in is looked at before what was opened', () => {
  const pending = new Pending<string>();
  pending.add('a', 'source');
  pending.add('b', 'source');
  pending.add('a', 'rest');
  assert.deepEqual(pending.cells, ['a', 'b']);
});

test('the parts of a cell add up until they are taken', () => {
  const pending = new Pending<string>();
  pending.add('a', 'source');
  pending.add('a', 'rest');
  assert.deepEqual([...pending.take('a')], ['source', 'rest']);
  assert.equal(pending.size, 0);
  assert.deepEqual([...pending.take('a')], []);
});
