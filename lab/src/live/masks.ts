/** Mask what a cell shows of its keys outside its editor: outputs, and rendered text. */
import { keysOf } from './cellkeys';
import type { NotebookLook } from './look';
import { worrying } from '../finding';

const OUTPUT = 'jp-playground-masked-output';
const TEXT = 'jp-playground-masked-text';

/** Keep the cells of `look` in step with what is known of their keys. */
export function maskOutputs(look: NotebookLook): void {
  look.changed.connect(() => {
    for (const { model, node } of look.panel.content.widgets) {
      const { source, rest, isMasked } = keysOf(model);
      node.classList.toggle(OUTPUT, isMasked && worrying(rest).length > 0);
      node.classList.toggle(TEXT, isMasked && worrying(source).length > 0);
    }
  });
}
