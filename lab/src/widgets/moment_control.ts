/** A date-time as the text that is sent, with what it means in the person's own zone beside it. */

import { inUtc, meaning, ownZone, spoken, wallClock } from '../form/moment';
import type { Draw } from './control';
import { textOf } from './control';
import { fill, h, icon, uid } from './dom';
import { lineInput } from './text_controls';

export const momentControl: Draw = drawing => {
  const { edit, field } = drawing;
  const input = lineInput(drawing);
  input.placeholder ||= '2026-12-31T23:59:00Z';
  const told = h('div', { class: 'meaning', role: 'status' });
  const write = (text: string): void => {
    input.value = text;
    edit(text === '' ? undefined : text);
    tell();
  };

  const offer = (label: string, text: string): HTMLElement =>
    h(
      'button',
      {
        type: 'button',
        class: 'small',
        onclick: () => {
          write(text);
          input.focus();
        }
      },
      label
    );

  function tell(): void {
    const means = meaning(input.value);
    if (means.kind === 'full') {
      fill(told, spoken(means.at));
    } else if (means.kind === 'without-zone') {
      fill(
        told,
        icon('warn'),
        h('span', {}, 'Which time zone? '),
        offer('UTC', means.asUtc),
        offer(ownZone(), means.asLocal)
      );
    } else {
      fill(told, means.kind === 'unreadable' && 'Not a date and time yet: 2026-12-31T23:59:00Z');
    }
  }

  const { button, row } = picker(field.name, () => input.value, write);
  input.addEventListener('input', () => {
    edit(input.value === '' ? undefined : input.value);
    tell();
  });
  return {
    element: h('div', { class: 'moment' }, h('div', { class: 'joined' }, input, button), row, told),
    input,
    show: value => {
      if (input.value !== textOf(value)) {
        input.value = textOf(value);
      }
      tell();
    }
  };
};

/** The browser's own calendar, in UTC or in the person's zone, opened by a button. */
function picker(
  name: string,
  current: () => string,
  write: (text: string) => void
): { button: HTMLElement; row: HTMLElement } {
  const clock = h('input', { type: 'datetime-local', 'aria-label': `${name}: day and time` });
  const zone = h(
    'select',
    { 'aria-label': `${name}: time zone` },
    h('option', { value: 'local' }, ownZone()),
    h('option', { value: 'utc' }, 'UTC')
  );
  const row = h('div', { class: 'picker', id: uid() }, clock, zone);
  row.hidden = true;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'small',
      'aria-expanded': 'false',
      'aria-controls': row.id,
      'aria-label': `Pick ${name}`
    },
    'Pick'
  );
  const chosen = (): void => {
    if (clock.value !== '') {
      write(inUtc(new Date(zone.value === 'utc' ? `${clock.value}Z` : clock.value)));
    }
  };
  clock.addEventListener('input', chosen);
  zone.addEventListener('change', chosen);
  button.addEventListener('click', () => {
    row.hidden = !row.hidden;
    button.setAttribute('aria-expanded', String(!row.hidden));
    const means = meaning(current());
    if (!row.hidden) {
      clock.value =
        means.kind === 'full' ? wallClock(means.at, zone.value === 'utc' ? 'utc' : 'local') : '';
      clock.focus();
    }
  });
  return { button, row };
}
