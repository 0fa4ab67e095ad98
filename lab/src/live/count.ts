/** "2 keys in notebook": the number of keys, by words and icon, that opens their list. */
import { Widget } from '@lumino/widgets';

import { element } from '../element';
import { counted } from '../redactor/listing';
import { keyIcon } from './icons';
import type { NotebookLook } from './look';
import type { Looks } from './looks';

/** A button with the number of keys in the notebook in front; hidden where there is none. */
export class Count extends Widget {
  constructor(
    private readonly looks: Looks,
    open: () => void
  ) {
    super();
    this.addClass('jp-playground-count');
    this.button.append(
      keyIcon.element({ tag: 'span', elementPosition: 'center', height: '14px' }),
      this.words
    );
    this.button.addEventListener('click', open);
    this.node.append(this.button);
    looks.changed.connect(() => {
      this.tell();
    });
    this.tell();
  }

  private tell(): void {
    const look = this.looks.current;
    this.setHidden(look === null);
    const words = look ? told(look) : '';
    if (words !== this.words.textContent) {
      this.words.textContent = words;
      this.button.title = `${words}. Open the list.`;
    }
    this.toggleClass('jp-mod-found', look !== null && look.count > 0);
  }

  private readonly words = element('span');
  private readonly button = element('button', { type: 'button' });
}

function told(look: NotebookLook): string {
  switch (look.state) {
    case 'looking':
      return 'Looking for keys';
    case 'failed':
      return 'Keys: no answer';
    case 'known':
      return `${counted(look.count)} in notebook`;
  }
}
