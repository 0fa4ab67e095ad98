import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isOver, mayHoldKey, offerLabel } from './pasted';

test('words go straight into the cell', () => {
  assert.equal(mayHoldKey('for row in rows:\n    print(row)'), false);
  assert.equal(mayHoldKey(''), false);
});

test('a long run of characters is worth a question', () => {
  assert.equal(mayHoldKey('key = "' + 'a1b2c3d4'.repeat(4) + '"'), true);
});

test('nobody waits for a whole file', () => {
  assert.equal(mayHoldKey('a1b2c3d4'.repeat(100_000)), false);
});

test('a span is over what was pasted, also behind an emoji', () => {
  const source = '🔑 = "abc"';
  assert.equal(isOver(source, [5, 8], 6, 3), true);
  assert.equal(isOver(source, [0, 1], 6, 3), false);
});

test('the offer says what will stand there, or that only a placeholder can', () => {
  const plain = { written: 'keys["k"]' };
  const revealed = { written: 'keys["l"].reveal()' };
  assert.equal(offerLabel({ keyring: [revealed] }), 'Keep as keys["l"].reveal()');
  assert.equal(offerLabel({ keyring: [plain, revealed, plain] }), 'Keep as keys["k"] and 1 more');
  assert.equal(offerLabel({ keyring: [] }), 'Paste a placeholder instead');
});
