/** What is shown of a paste that is held: where it will stand, and what can be done with it. */
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, showTooltip, WidgetType, type Tooltip } from '@codemirror/view';

import { element } from '../element';
import { button } from './hover';
import { shield } from './icons';

/** One way to go on, and the key that takes it. */
export interface IChoice {
  label: string;
  key: string;
  isMain?: boolean;
  act: () => void;
}

/** What is said of a held paste, and what a person can choose. */
export interface IOffer {
  verdict: 'ban' | 'warn';
  title: string;
  why: string;
  /** What happens at this moment, in place of choices. */
  status?: string;
  choices: readonly IChoice[];
}

/** Where a paste is held, with an offer if it is known what to offer; null takes both away. */
export const setHeld = StateEffect.define<{ at: number; offer: IOffer | null } | null>();

interface IShown {
  at: number;
  offer: IOffer | null;
  isTypedOn: boolean;
  tooltip: Tooltip | null;
}

/** Where an editor shows what it holds. */
export const offering: Extension = StateField.define<IShown | null>({
  create: () => null,
  update: (shown, { effects, changes, state }) => {
    const behind = state.selection.main.head;
    for (const effect of effects) {
      if (effect.is(setHeld)) {
        return effect.value && shownAt(effect.value.at, effect.value.offer, behind);
      }
    }
    if (!shown) {
      return null;
    }
    const at = changes.mapPos(shown.at, -1);
    if (shown.isTypedOn !== behind > at) {
      return shownAt(at, shown.offer, behind);
    }
    return at === shown.at
      ? shown
      : { ...shown, at, tooltip: shown.tooltip && { ...shown.tooltip, pos: at } };
  },
  provide: field => [
    showTooltip.from(field, shown => shown?.tooltip ?? null),
    EditorView.decorations.from(field, shown =>
      shown ? Decoration.set(GAP.range(shown.at)) : Decoration.none
    )
  ]
});

class Gap extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    return element('span', { class: 'jp-playground-gap', 'aria-hidden': 'true' });
  }
}

const GAP = Decoration.widget({ widget: new Gap(), side: -1 });

function shownAt(at: number, offer: IOffer | null, cursor: number): IShown {
  const isTypedOn = cursor > at;
  const tooltip = offer && {
    pos: at,
    above: false,
    arrow: true,
    create: (view: EditorView) => ({ dom: atKeys(drawn(offer, isTypedOn), offer, view) })
  };
  return { at, offer, isTypedOn, tooltip };
}

function drawn({ verdict, title, why, status, choices }: IOffer, isTypedOn: boolean): HTMLElement {
  return element(
    'div',
    {
      class: 'jp-playground-tip jp-playground-offer',
      role: 'group',
      'aria-label': 'Pasted text',
      'data-lm-suppress-shortcuts': 'true'
    },
    element('strong', { class: `jp-mod-${verdict}` }, shield(verdict), title),
    element('p', {}, why),
    status === undefined
      ? element(
          'div',
          { class: 'jp-playground-choices' },
          ...choices.map(one => choice(one, isTypedOn))
        )
      : element('p', { role: 'status' }, status)
  );
}

/** Escape in `node` pastes as it is; Tab and Shift+Tab lead past its ends into the editor. */
function atKeys(node: HTMLElement, { choices }: IOffer, view: EditorView): HTMLElement {
  node.addEventListener('keydown', event => {
    const end = node.querySelector(`button:${event.shiftKey ? 'first' : 'last'}-of-type`);
    if (event.key === 'Escape') {
      choices.at(-1)?.act();
    } else if (event.key === 'Tab' && event.target === end) {
      view.focus();
    } else {
      return;
    }
    event.preventDefault();
  });
  return node;
}

function choice({ label, key, isMain, act }: IChoice, isTypedOn: boolean): HTMLButtonElement {
  const node = button(label, act);
  if (isMain === true) {
    node.classList.add('jp-mod-accept');
  }
  // Who has typed on means a new line by Enter.
  node.append(element('kbd', {}, isTypedOn && key === 'Enter' ? 'Tab' : key));
  return node;
}
