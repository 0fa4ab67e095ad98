/** A button that copies text and says that it did. */

import { fill, h, icon } from './dom';

const SAID_MS = 2000;

export function copyButton(label: string, text: () => string): HTMLButtonElement {
  const button = h('button', { type: 'button', class: 'small copy' }, icon('copy'), label);
  const say = (words: string, name: 'yes' | 'no' | 'copy'): void => {
    fill(button, icon(name), words);
  };
  button.addEventListener('click', () => {
    navigator.clipboard
      .writeText(text())
      .then(
        () => {
          say('Copied', 'yes');
        },
        () => {
          say('The browser does not allow copying', 'no');
        }
      )
      .finally(() => {
        setTimeout(() => {
          say(label, 'copy');
        }, SAID_MS);
      });
  });
  button.setAttribute('aria-live', 'polite');
  return button;
}
