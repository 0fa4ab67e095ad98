/** Inputs for one line of text or a number. */

import { numberFrom } from '../form/number';
import type { Draw, IDrawing } from './control';
import { textOf } from './control';
import { h } from './dom';

const MODES: Record<string, string> = {
  uri: 'url',
  url: 'url',
  email: 'email',
  number: 'decimal',
  integer: 'numeric'
};

/** A plain input, quiet: no spelling, no history of the browser, no bubble of its own. */
export function lineInput({ field, id }: IDrawing): HTMLInputElement {
  return h('input', {
    id,
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    inputmode: MODES[field.format ?? ''],
    placeholder: field.example,
    'aria-required': field.required ? 'true' : undefined
  });
}

export const textControl: Draw = drawing => {
  const input = lineInput(drawing);
  input.addEventListener('input', () => {
    drawing.edit(input.value === '' ? undefined : input.value);
  });
  return {
    element: input,
    input,
    show: value => {
      if (input.value !== textOf(value)) {
        input.value = textOf(value);
      }
    }
  };
};

export const numberControl: Draw = drawing => {
  const input = lineInput(drawing);
  input.addEventListener('input', () => {
    drawing.edit(input.value === '' ? undefined : numberFrom(input.value));
  });
  return {
    element: input,
    input,
    show: value => {
      if (value === undefined || numberFrom(input.value) !== value) {
        input.value = textOf(value);
      }
    }
  };
};
