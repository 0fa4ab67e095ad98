import assert from 'node:assert/strict';
import { test } from 'node:test';

import { editorPlace } from './span';

test('a place behind an emoji is counted in UTF-16 units', () => {
  assert.equal(editorPlace('🔑 = "x"', 4), 5);
});

test('a Windows line break is one place in an editor', () => {
  assert.equal(editorPlace('a\r\nb\rc', 6), 5);
});
