import assert from 'node:assert/strict';
import { test } from 'node:test';

import { outcome, statement } from './kernel';

test('a Python expression is evaluated as it stands', () => {
  const source = 'key = ("a" +\n "b")';
  assert.equal(
    statement(source, { name: 'linquid-key', expression: [7, 17], form: 'python', written: '' }),
    '__import__("playground").keys.keep("linquid-key", ("a" +\n "b"))'
  );
});

test('the characters of a key inside other text are quoted', () => {
  assert.equal(
    statement('"Bearer abc"', { name: 'k', expression: [8, 11], form: 'text', written: '' }),
    '__import__("playground").keys.keep("k", "abc")'
  );
});

test('a kernel that has another key by that name is told from one that has no keyring', () => {
  const answer = (content: object) => outcome({ content } as Parameters<typeof outcome>[0]);
  assert.equal(answer({ status: 'ok' }), 'known');
  assert.equal(answer({ status: 'error', ename: 'NameTaken' }), 'taken');
  assert.equal(answer({ status: 'error', ename: 'ModuleNotFoundError' }), 'failed');
});
