/** The offer at the cursor: keep a pasted key as a reference, or paste it as it is. */
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { showTooltip, type Tooltip } from '@codemirror/view';

import { element } from '../element';
import { button } from './hover';
import { shield } from './icons';

/** What is offered, and what happens then. */
export interface IOffer {
  title: string;
  why: string;
  label: string;
  /** Whether the kernel is being handed the key at this moment. */
  isUnderWay: boolean;
  keep: () => void;
  paste: () => void;
}

/** Show an offer at the cursor; null takes it away. */
export const setOffer = StateEffect.define<IOffer | null>();

/** Where an editor shows its offer. */
export const offering: Extension = StateField.define<Tooltip | null>({
  create: () => null,
  update: (tooltip, { effects, changes, state }) => {
    for (const effect of effects) {
      if (effect.is(setOffer)) {
        const { value } = effect;
        const pos = state.selection.main.from;
        return value && { pos, above: false, arrow: true, create: () => ({ dom: drawn(value) }) };
      }
    }
    return tooltip && { ...tooltip, pos: changes.mapPos(tooltip.pos) };
  },
  provide: field => showTooltip.from(field)
});

function drawn({ title, why, label, isUnderWay, keep, paste }: IOffer): HTMLElement {
  return element(
    'div',
    {
      class: 'jp-playground-tip jp-playground-offer',
      role: 'group',
      'aria-label': 'Pasted key',
      'data-lm-suppress-shortcuts': 'true'
    },
    element('strong', { class: 'jp-mod-ban' }, shield('ban'), title),
    element('p', {}, why),
    isUnderWay
      ? element('p', { role: 'status' }, 'The kernel is taking the key …')
      : element(
          'div',
          { class: 'jp-playground-choices' },
          withKey(button(label, keep), 'Enter', 'jp-mod-accept'),
          withKey(button('Paste as it is', paste), 'Esc')
        )
  );
}

function withKey(node: HTMLButtonElement, key: string, className = ''): HTMLButtonElement {
  if (className !== '') {
    node.classList.add(className);
  }
  node.append(element('kbd', {}, key));
  return node;
}
