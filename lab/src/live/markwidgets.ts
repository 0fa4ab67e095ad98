/** What stands in an editor beside its text: a key's name in words, or dots in its place. */
import { WidgetType } from '@codemirror/view';

import { element } from '../element';
import { VERDICTS, type IFinding } from '../finding';
import { shield } from './icons';

/** The kind of a key, under its line: an icon and words, and the reason for the ear. */
export class Chip extends WidgetType {
  constructor(private readonly finding: IFinding) {
    super();
  }

  override eq(other: Chip): boolean {
    const { title, advice, verdict } = this.finding;
    return (
      other.finding.title === title &&
      other.finding.verdict === verdict &&
      other.finding.advice.why === advice.why
    );
  }

  override toDOM(): HTMLElement {
    const { title, advice, verdict } = this.finding;
    return element(
      'div',
      { class: `jp-playground-chip jp-mod-${verdict}`, title: advice.why },
      shield(verdict),
      element('span', {}, `${title} ·`),
      element('span', { class: 'jp-mod-verdict' }, VERDICTS[verdict]),
      element('span', { class: 'jp-playground-unseen' }, `. ${advice.why}`)
    );
  }
}

/** Dots for a key that is masked on the screen; its beginning tells which kind it is. */
export class Mask extends WidgetType {
  constructor(private readonly finding: IFinding) {
    super();
  }

  override eq(other: Mask): boolean {
    const { preview, title, verdict } = this.finding;
    const its = other.finding;
    return its.preview === preview && its.title === title && its.verdict === verdict;
  }

  override toDOM(): HTMLElement {
    const { preview, title, verdict } = this.finding;
    return element(
      'span',
      {
        class: `jp-playground-key jp-playground-mask jp-mod-${verdict}`,
        role: 'img',
        'aria-label': `masked: ${title}`
      },
      preview.replace(/…$/, '') + '••••••••'
    );
  }
}
