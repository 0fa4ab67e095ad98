import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coloured, parse, tidied } from './json';
import { inUtc, meaning, wallClock } from './moment';
import { numberFrom } from './number';
import { join, omit, put, read } from './pointer';
import { matching } from './search';

test('a pointer reads what was put, whatever the names', () => {
  const address = join('body', 'a/b~c', '0');
  assert.equal(address, '/body/a~1b~0c/0');
  assert.equal(read(put({}, address, 5), address), 5);
  assert.equal(read({ body: { list: ['x'] } }, '/body/list/0'), 'x');
  assert.equal(read({}, '/toString'), undefined);
});

test('putting and omitting leave the tree they were given alone', () => {
  const tree = { body: { a: 1 } };
  put(tree, '/body/b', 2);
  omit(tree, '/body/a');
  assert.deepEqual(tree, { body: { a: 1 } });
});

test('objects that an omission empties go too, unless they are kept', () => {
  const tree = { body: { utm: { source: 'x' } }, query: {} };
  assert.deepEqual(omit(tree, '/body/utm/source'), { query: {} });
  assert.deepEqual(
    omit(tree, '/body/utm/source', pointer => pointer === '/body'),
    { body: {}, query: {} }
  );
  assert.deepEqual(omit(tree, '/body/none/x'), tree);
});

test('a text that is no exact number stays text, so that nothing typed is lost', () => {
  assert.equal(numberFrom(' -1.5e3 '), -1500);
  assert.equal(numberFrom('12,5'), '12,5');
  assert.equal(numberFrom('0x10'), 16);
  assert.equal(numberFrom('Infinity'), 'Infinity');
  assert.equal(numberFrom('90071992547409931'), '90071992547409931');
});

test('broken JSON is told by line and column', () => {
  const told = parse('{"a": 1,\n  oops}');
  assert.ok(!told.ok);
  assert.equal(told.line, 2);
  assert.equal(told.column, 3);
});

test('coloured pieces joined are the text', () => {
  const text = tidied('{"a\\"": [1, -2.5e3, true, null, "b: c"]}').text;
  const pieces = coloured(text);
  assert.equal(pieces.map(([, piece]) => piece).join(''), text);
  assert.deepEqual(
    pieces.filter(([kind]) => kind === 'name').map(([, piece]) => piece),
    ['"a\\""']
  );
});

test('a time without a zone is offered in UTC and in the own zone', () => {
  const means = meaning('2026-12-31 10:00');
  assert.ok(means.kind === 'without-zone');
  assert.equal(means.asUtc, '2026-12-31T10:00:00Z');
  assert.equal(meaning('2026-12-31T10:00:00+01:00').kind, 'full');
  assert.equal(meaning('tomorrow').kind, 'unreadable');
  assert.equal(meaning('2026-13-45T10:00:00Z').kind, 'unreadable');
});

test('a calendar shows the same moment in UTC', () => {
  const at = new Date('2026-12-31T10:00:00.500Z');
  assert.equal(wallClock(at, 'utc'), '2026-12-31T10:00');
  assert.equal(inUtc(at), '2026-12-31T10:00:00Z');
});

test('a row that begins with what was typed comes first', () => {
  const rows = ['Check a batch to create /links', 'Create a link /links'];
  assert.deepEqual(
    matching(rows, 'create a link', row => row),
    [...rows].reverse()
  );
});

test('every word of a search must occur, and the start of a word counts more', () => {
  const rows = ['GET /unlinks', 'POST /links Create a link', 'GET /links List links'];
  assert.deepEqual(
    matching(rows, 'list link', row => row),
    ['GET /links List links']
  );
  assert.equal(matching(rows, 'link', row => row).at(-1), 'GET /unlinks');
  assert.deepEqual(
    matching(rows, '  ', row => row),
    rows
  );
});
