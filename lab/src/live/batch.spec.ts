import assert from 'node:assert/strict';
import { test } from 'node:test';

import { batch } from './batch';

const BOUNDS = { characters: 20, items: 3 };

function taken(texts: string[]): string[] {
  return batch(texts, text => text, BOUNDS).taken.map(([key]) => key);
}

test('a request holds no more characters than it may', () => {
  assert.deepEqual(taken(['12345678', '12345678', 'x']), ['12345678', '12345678']);
});

test('a request holds no more items than it may', () => {
  assert.deepEqual(taken(['1', '2', '3', '4']), ['1', '2', '3']);
});

test('what is too large for any request holds nothing up', () => {
  const { taken, tooLarge } = batch(['x'.repeat(30), 'y'], text => text, BOUNDS);
  assert.deepEqual(tooLarge, ['x'.repeat(30)]);
  assert.deepEqual(
    taken.map(([key]) => key),
    ['y']
  );
});

test('no more is read than is sent, but for one', () => {
  const read: string[] = [];
  batch(
    ['1', '2', '3', '4', '5'],
    text => {
      read.push(text);
      return text;
    },
    BOUNDS
  );
  assert.equal(read.length, 4);
});
