/** Say to a screen reader what appeared by itself. */
import { element } from '../element';

/** One quiet voice for the whole page. */
export class Announcer {
  constructor() {
    document.body.append(this.node);
  }

  /** Say `words`, after whatever is being said. */
  say(words: string): void {
    this.node.textContent = words;
  }

  private readonly node = element('div', {
    class: 'jp-playground-unseen jp-playground-announcer',
    role: 'status'
  });
}
