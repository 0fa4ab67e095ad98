/** The two choosers: which operation, and with which key. */

import { Combobox, type IChoice } from './combobox';
import { h, icon, type Child } from './dom';
import type { Store } from './store';
import type { IKeyRow, IOperationRow } from './wire';

export const ANONYMOUS = 'No key (anonymous)';

export function methodBadge(method: string): HTMLElement {
  return h('span', { class: 'method', 'data-method': method }, method);
}

/** Says, in words too, that something is the sandbox's assumption and no documented fact. */
export function provenanceMark(provenance: string | undefined, reason = ''): Child {
  return (
    provenance === 'inferred' &&
    h('span', { class: 'inferred', title: reason }, icon('guess'), 'inferred')
  );
}

export function operationChooser(store: Store): Combobox {
  return new Combobox({
    label: 'Operation',
    placeholder: 'Search by name, path or method',
    class: 'operations',
    adornment: id => {
      const row = store.get('operations').find(one => one.id === id);
      return row
        ? [methodBadge(row.method), h('code', {}, row.path), provenanceMark(row.provenance)]
        : [];
    },
    onChoose: id => {
      store.choose(id);
    }
  });
}

export function operationChoice(row: IOperationRow): IChoice {
  return {
    id: row.id,
    label: row.summary,
    text: `${row.summary} ${row.method} ${row.path} ${row.id} ${row.tag}`,
    group: row.tag,
    draw: () => [
      methodBadge(row.method),
      h('span', { class: 'name' }, row.summary),
      row.deprecated && h('span', { class: 'note' }, 'deprecated'),
      provenanceMark(row.provenance),
      h('code', {}, row.path)
    ]
  };
}

export function keyChooser(store: Store): Combobox {
  return new Combobox({
    label: 'Key',
    placeholder: ANONYMOUS,
    class: 'keys',
    adornment: id => {
      const row = store.get('credentials').find(one => one.name === id);
      return [icon('key'), row ? h('span', { class: 'note' }, row.kind) : null];
    },
    onChoose: id => {
      store.chooseKey(id === '' ? null : id);
    }
  });
}

export const NO_KEY: IChoice = {
  id: '',
  label: ANONYMOUS,
  text: 'no key anonymous none',
  group: '',
  draw: () => [h('span', { class: 'name' }, ANONYMOUS)]
};

export function keyChoice(row: IKeyRow): IChoice {
  return {
    id: row.name,
    label: row.name,
    text: `${row.name} ${row.kind} ${row.scopes?.join(' ') ?? ''} ${row.status}`,
    group: '',
    draw: () => [
      h('span', { class: 'name' }, row.name),
      h('span', { class: 'note' }, row.kind),
      h(
        'span',
        { class: row.usable ? 'status' : 'status bad' },
        icon(row.usable ? 'yes' : 'no'),
        row.status
      ),
      h('span', { class: 'scopes' }, scopesOf(row)),
      row.detail !== '' && h('span', { class: 'detail' }, row.detail)
    ]
  };
}

function scopesOf({ scopes }: IKeyRow): string {
  return scopes === null ? 'scopes unknown' : scopes.join(' · ') || 'no scopes';
}
