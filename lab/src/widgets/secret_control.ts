/** A password: it goes to the kernel and comes back from nowhere. */

import type { Draw } from './control';
import { h } from './dom';
import { MASK } from './store';

const KEPT = `${MASK} kept in the kernel`;

export const secretControl: Draw = ({ id, edit, field }) => {
  const input = h('input', {
    id,
    type: 'password',
    autocomplete: 'new-password',
    spellcheck: 'false',
    'aria-required': field.required ? 'true' : undefined
  });
  input.addEventListener('input', () => {
    edit(input.value === '' ? undefined : input.value);
  });
  const toggle = h('button', { type: 'button', class: 'small', 'aria-pressed': 'false' }, 'Show');
  toggle.addEventListener('click', () => {
    const isShown = input.type === 'password';
    input.type = isShown ? 'text' : 'password';
    toggle.setAttribute('aria-pressed', String(isShown));
  });
  toggle.setAttribute('aria-label', `Show ${field.name}`);
  return {
    element: h('div', { class: 'joined' }, input, toggle),
    input,
    show: value => {
      const isKept = value === MASK;
      input.placeholder = isKept ? KEPT : '';
      if (!isKept && input.value !== (value ?? '')) {
        input.value = '';
      }
    }
  };
};
