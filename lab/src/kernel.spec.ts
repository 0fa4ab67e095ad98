import assert from 'node:assert/strict';
import { test } from 'node:test';

import { statement } from './kernel';

test('a Python expression is evaluated as it stands', () => {
  const source = 'key = ("a" +\n "b")';
  assert.equal(
    statement(source, { name: 'linquid-key', expression: [7, 17], form: 'python', written: '' }),
    '__import__("playground").keys.put("linquid-key", ("a" +\n "b"))'
  );
});

test('the characters of a key inside other text are quoted', () => {
  assert.equal(
    statement('"Bearer abc"', { name: 'k', expression: [8, 11], form: 'text', written: '' }),
    '__import__("playground").keys.put("k", "abc")'
  );
});
