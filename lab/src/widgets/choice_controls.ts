/** One of a few: yes, no or nothing as radio buttons; an enumeration as a select. */

import type { Draw } from './control';
import { h } from './dom';

const UNSET = '';

export const flagControl: Draw = ({ id, field, edit }) => {
  const states: [string, unknown][] = [
    ...(field.required ? [] : ([['not sent', undefined]] as [string, unknown][])),
    ['true', true],
    ['false', false]
  ];
  const radios = states.map(([, value], index) => {
    const radio = h('input', { type: 'radio', name: id, id: `${id}-${index}` });
    radio.addEventListener('change', () => {
      edit(value);
    });
    return radio;
  });
  const labels = states.map(([words], index) =>
    h('label', { for: `${id}-${index}` }, radios[index], words)
  );
  const element = h('div', { id, class: 'segments', role: 'radiogroup' }, ...labels);
  return {
    element,
    input: element,
    show: value => {
      states.forEach(([, own], index) => {
        const radio = radios[index];
        if (radio) {
          radio.checked = own === value;
        }
      });
    }
  };
};

export const choiceControl: Draw = ({ id, field, edit }) => {
  const choices = field.choices ?? [];
  const unset =
    field.default === undefined ? 'not sent' : `not sent (default: ${words(field.default)})`;
  const select = h(
    'select',
    { id, 'aria-required': field.required ? 'true' : undefined },
    h('option', {}, field.required ? 'choose …' : unset),
    ...choices.map((choice, index) => option(words(choice), String(index)))
  );
  const first = select.options[0];
  if (first) {
    first.value = UNSET;
  }
  const other = option('', 'other');
  select.addEventListener('change', () => {
    if (select.value !== 'other') {
      edit(select.value === UNSET ? undefined : choices[Number(select.value)]);
    }
  });
  return {
    element: select,
    input: select,
    show: value => {
      const index = choices.findIndex(choice => choice === value);
      const isOther = value !== undefined && value !== null && index < 0;
      other.remove();
      if (isOther) {
        other.textContent = words(value);
        select.append(other);
      }
      select.value = isOther ? 'other' : index < 0 ? UNSET : String(index);
    }
  };
};

function option(label: string, value: string): HTMLOptionElement {
  const element = h('option', {}, label);
  element.value = value;
  return element;
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
