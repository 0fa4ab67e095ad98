import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pointsAt, slice, unitsAt } from './codepoints';

test('a span after an emoji is counted in code points', () => {
  assert.equal(slice('k = "🔑🔑", "ab"', [5, 7]), '🔑🔑');
  assert.equal(slice('🔑 = "ab"', [4, 8]), '"ab"');
});

test('a place behind the end is the end', () => {
  assert.equal(unitsAt('🔑', 9), 2);
});

test('units are counted back into code points', () => {
  assert.equal(pointsAt('🔑 = "x"', 6), 5);
});
