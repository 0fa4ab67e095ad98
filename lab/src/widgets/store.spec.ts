import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MASK, Store } from './store';
import type { IBuilder, IModel, ITurn, Message } from './wire';

const FORM = {
  operation: 'createLink',
  description: '',
  reason: '',
  parameters: [],
  body: [
    { address: '/body/password', name: 'password', kind: 'text', format: 'password' },
    { address: '/body/utm', name: 'utm', kind: 'group', required: true }
  ],
  media: 'application/json',
  hidden: ['/body/password'],
  examples: []
} as IBuilder['form'];

class FakeModel implements IModel {
  sent: Message[] = [];
  saved = 0;
  state = {
    operation: 'createLink',
    key: null,
    form: FORM,
    values: {},
    heard: null,
    outcome: null,
    sending: false
  } as unknown as IBuilder;

  get<K extends keyof IBuilder>(name: K): IBuilder[K] {
    return this.state[name];
  }

  set<K extends keyof IBuilder>(name: K, value: IBuilder[K]): void {
    this.state[name] = value;
    this.#listener();
  }

  save_changes(): void {
    this.saved += 1;
  }

  send(message: Message): void {
    this.sent.push(message);
  }

  on(_event: string, listener: () => void): void {
    this.#listener = listener;
  }

  #listener: () => void = () => undefined;
}

function turnOf(message: Message | undefined): ITurn {
  assert.equal(message?.type, 'fill');
  return message.turn;
}

test('a send carries the values that are shown, and saves them first', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.edit('/body/title', 'Spring');
  store.send(false);
  const values = { body: { title: 'Spring' } };
  const [fill, send] = model.sent;
  assert.deepEqual(fill, { type: 'fill', operation: 'createLink', values, turn: turnOf(fill) });
  assert.deepEqual(send, {
    type: 'send',
    operation: 'createLink',
    key: null,
    values,
    anyway: false
  });
});

test('what is filled in enters no trait, as it may be a key', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.edit('/body/title', 'a pasted key');
  store.send(false);
  assert.deepEqual(model.state.values, {});
  assert.equal(model.saved, 0);
});

test('what the kernel made of it is shown once it has heard the latest', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.edit('/body/title', 'a');
  store.send(false);
  store.edit('/body/title', 'ab');
  store.send(false);
  const [first, , second] = model.sent;
  model.set('values', { createLink: { body: { title: 'a, masked' } } });
  model.set('heard', turnOf(first));
  assert.equal(store.read('/body/title'), 'ab');
  model.set('values', { createLink: { body: { title: 'ab, masked' } } });
  model.set('heard', turnOf(second));
  assert.equal(store.read('/body/title'), 'ab, masked');
});

test('a password leaves in a message and stands as a mask', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.edit('/body', { password: 'open sesame' });
  assert.deepEqual(store.values, { body: { password: MASK } });
  assert.equal(model.sent[0]?.type, 'hide');
  store.send(false);
  assert.ok(!JSON.stringify(model.state).includes('open sesame'));
});

test('what is being typed wins over what the kernel says meanwhile', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.edit('/body/title', 'Spr');
  model.set('values', { createLink: { body: { title: 'from Python' } } });
  assert.equal(store.read('/body/title'), 'Spr');
  store.send(false);
  model.set('heard', turnOf(model.sent[0]));
  model.set('values', { createLink: { body: { title: 'from Python' } } });
  assert.equal(store.read('/body/title'), 'from Python');
});

test('an emptied field is left out; a required object stays', () => {
  const store = new Store(new FakeModel());
  store.edit('/body/utm/source', 'x');
  store.edit('/body/utm/source', undefined);
  assert.deepEqual(store.values, { body: { utm: {} } });
});

test('drafts and touched fields belong to their operation', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.keepDraft('/body', '{');
  store.touch('/body/title');
  store.choose('listLinks');
  assert.deepEqual(store.drafts, []);
  assert.ok(!store.isTouched('/body/title'));
  store.choose('createLink');
  assert.deepEqual(store.drafts, ['/body']);
});

test('nothing is sent twice at a time', () => {
  const model = new FakeModel();
  const store = new Store(model);
  model.state.sending = true;
  store.send(false);
  assert.deepEqual(model.sent, []);
});

test('a request that was changed after it was sent is another one, until it is changed back', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.edit('/body/title', 'Spring');
  store.send(false);
  model.set('outcome', { status: 201 } as IBuilder['outcome']);
  assert.ok(!store.isChanged);
  store.edit('/body/title', 'Summer');
  assert.ok(store.isChanged);
  store.edit('/body/title', 'Spring');
  assert.ok(!store.isChanged);
});

test('what is changed while an answer is awaited is no part of what it answers', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.send(false);
  store.edit('/body/title', 'Summer');
  model.set('outcome', { status: 201 } as IBuilder['outcome']);
  assert.ok(store.isChanged);
});

test('an answer to what Python sent is the answer to the request as it is', () => {
  const model = new FakeModel();
  const store = new Store(model);
  store.edit('/body/title', 'Summer');
  assert.ok(store.isChanged);
  model.set('outcome', { status: 201 } as IBuilder['outcome']);
  assert.ok(!store.isChanged);
});
