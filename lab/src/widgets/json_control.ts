/** JSON as text, for a whole body or for what a form cannot draw; half-typed text is kept. */

import { parse, pretty } from '../form/json';
import type { Draw } from './control';
import { attribute, fill, h, icon, uid } from './dom';

const FEWEST_ROWS = 3;
const MOST_ROWS = 24;

export const jsonControl: Draw = ({ id, field, store, edit }) => {
  const error = h('p', { class: 'problem', id: uid() });
  const area = h('textarea', {
    id,
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    class: 'json',
    'aria-required': field.required ? 'true' : undefined
  });
  const fit = (): void => {
    const rows = area.value.split('\n').length + 1;
    area.rows = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, rows));
  };
  const judge = (): void => {
    const parsed = area.value.trim() === '' ? undefined : parse(area.value);
    const isWrong = parsed !== undefined && !parsed.ok;
    area.classList.toggle('wrong', isWrong);
    attribute(error, 'hidden', !isWrong);
    fill(
      error,
      ...(isWrong
        ? [icon('warn'), `Line ${parsed.line}, column ${parsed.column}: ${parsed.message}`]
        : [])
    );
  };
  area.addEventListener('input', () => {
    const text = area.value;
    const parsed = parse(text);
    if (text.trim() === '' || parsed.ok) {
      store.keepDraft(field.address, undefined);
      edit(parsed.ok ? parsed.value : undefined);
    } else {
      store.keepDraft(field.address, text);
    }
    fit();
    judge();
  });
  let latest: unknown;
  area.addEventListener('blur', () => {
    show(latest);
  });
  const show = (value: unknown): void => {
    latest = value;
    // While someone types, nothing changes under the cursor: not even a password into its mask.
    if (!area.matches(':focus')) {
      const draft = store.draft(field.address);
      const now = parse(area.value);
      const isSame = now.ok && JSON.stringify(now.value) === JSON.stringify(value);
      const text = draft ?? (isSame ? area.value : pretty(value));
      area.value = text;
      fit();
      judge();
    }
  };
  return { element: h('div', { class: 'editor' }, area, error), input: area, show };
};
