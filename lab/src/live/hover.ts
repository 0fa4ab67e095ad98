/** Tell of the key under the pointer, and offer what can be done about it. */
import type { Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView } from '@codemirror/view';

import { element } from '../element';
import type { IFinding } from '../finding';
import { shield } from './icons';
import { keysAt } from './marks';

/** What a person can do about a key where it stands. */
export interface IKeyActs {
  replace: (finding: IFinding) => void;
  explain: (finding: IFinding) => void;
}

/** A tooltip at each key. */
export function hovering(acts: (view: EditorView) => IKeyActs): Extension {
  return hoverTooltip((view, place) => {
    const [key] = keysAt(view.state, place);
    return key
      ? {
          pos: key.from,
          end: key.to,
          above: true,
          create: () => ({ dom: told(key.finding, acts(view)) })
        }
      : null;
  });
}

function told(finding: IFinding, acts: IKeyActs): HTMLElement {
  const { title, verdict, advice } = finding;
  return element(
    'div',
    { class: 'jp-playground-tip', 'data-lm-suppress-shortcuts': 'true' },
    element('strong', { class: `jp-mod-${verdict}` }, shield(verdict), title),
    element('p', {}, `${advice.why} ${advice.lifetime}`),
    element(
      'div',
      { class: 'jp-playground-choices' },
      button('Replace', () => {
        acts.replace(finding);
      }),
      button('Explain', () => {
        acts.explain(finding);
      })
    )
  );
}

/** A button of a tooltip. */
export function button(label: string, act: () => void): HTMLButtonElement {
  const node = element('button', { type: 'button', class: 'jp-playground-choice' }, label);
  // The editor keeps the focus, and with it the place of the cursor.
  node.addEventListener('mousedown', event => {
    event.preventDefault();
  });
  node.addEventListener('click', act);
  return node;
}
