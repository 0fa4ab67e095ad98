/** A list of short values as chips: Enter or comma adds, Backspace or the chip's button removes. */

import { numberFrom } from '../form/number';
import type { Draw } from './control';
import { textOf } from './control';
import { fill, h, icon, uid } from './dom';

export const tagsControl: Draw = ({ id, field, edit }) => {
  let tags: unknown[] = [];
  const chips = h('ul', { class: 'chips', 'aria-label': `${field.name}: entries` });
  const hint = h('span', { class: 'hint', id: uid() }, 'Enter or comma adds');
  const suggestions = h('datalist', { id: uid() });
  suggestions.append(...(field.choices ?? []).map(one => h('option', { value: textOf(one) })));
  const input = h('input', {
    id,
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    list: field.choices ? suggestions.id : undefined,
    'aria-required': field.required ? 'true' : undefined
  });

  const change = (next: unknown[]): void => {
    edit(next.length === 0 ? undefined : next);
  };
  const add = (text: string): void => {
    const added = text
      .split(field.item === 'string' ? /[,\n]/ : /[,\s]/)
      .map(one => one.trim())
      .filter(Boolean);
    input.value = '';
    if (added.length > 0) {
      change([...tags, ...(field.item === 'string' ? added : added.map(numberFrom))]);
    }
  };
  const remove = (index: number): void => {
    change(tags.filter((_, at) => at !== index));
    // The chip that had the focus is gone: its neighbour takes it, or the input.
    const buttons = chips.querySelectorAll('button');
    (buttons[Math.min(index, buttons.length - 1)] ?? input).focus();
  };

  input.addEventListener('keydown', event => {
    const isSend = event.ctrlKey || event.metaKey;
    if ((event.key === 'Enter' || event.key === ',') && !isSend) {
      event.preventDefault();
      add(input.value);
    } else if (event.key === 'Enter') {
      add(input.value);
    } else if (event.key === 'Backspace' && input.value === '' && tags.length > 0) {
      change(tags.slice(0, -1));
    }
  });
  input.addEventListener('blur', () => {
    add(input.value);
  });
  input.addEventListener('paste', event => {
    const pasted = event.clipboardData?.getData('text') ?? '';
    if (/[,\n]/.test(pasted)) {
      event.preventDefault();
      add(pasted);
    }
  });

  const chip = (tag: unknown, index: number): HTMLElement =>
    h(
      'li',
      {},
      textOf(tag),
      h(
        'button',
        {
          type: 'button',
          'aria-label': `Remove ${textOf(tag)}`,
          onclick: () => {
            remove(index);
          }
        },
        icon('no')
      )
    );

  return {
    element: h('div', { class: 'tagbox' }, chips, input, hint, suggestions),
    input,
    show: value => {
      tags = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
      fill(chips, ...tags.map(chip));
      chips.hidden = tags.length === 0;
    }
  };
};
