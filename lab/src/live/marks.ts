/** Underline the keys in an editor, name each in words under its line, or mask them. */
import {
  Facet,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Range
} from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet } from '@codemirror/view';

import { worrying, type IFinding } from '../finding';
import type { CellKeys } from './cellkeys';
import { Chip, Mask } from './markwidgets';
import { editorPlace } from './span';

/** A key in an editor. */
export interface IPlacedKey {
  from: number;
  to: number;
  finding: IFinding;
}

interface IMarks {
  /** Each underline, or mask, has its finding in its `spec`. */
  keys: DecorationSet;
  /** Under the line where a key ends, and so never under JupyterLab's toolbar of the cell. */
  chips: DecorationSet;
  isMasked: boolean;
}

/** What draws the keys of `cell` in its editor, and follows every change of both. */
export function marking(cell: CellKeys): Extension {
  return [shown.of(cell), field, following];
}

/** The keys at [from, to] of the editor in `state`. */
export function keysAt(state: EditorState, from: number, to = from): IPlacedKey[] {
  const found: IPlacedKey[] = [];
  state.field(field, false)?.keys.between(from, to, (start, end, { spec }) => {
    found.push({ from: start, to: end, finding: (spec as { finding: IFinding }).finding });
  });
  return found;
}

const shown = Facet.define<CellKeys>();
const renewed = StateEffect.define();

const field: StateField<IMarks> = StateField.define<IMarks>({
  create: state => drawn(state) ?? nothing(),
  update: (marks, { docChanged, changes, effects, state }) => {
    const fresh = effects.some(effect => effect.is(renewed)) ? drawn(state) : null;
    if (fresh || !docChanged) {
      return fresh ?? marks;
    }
    const keys = marks.keys.map(changes);
    return { ...marks, keys, chips: chips(keys, state) };
  },
  provide: self => [
    EditorView.decorations.from(self, marks => marks.keys),
    EditorView.decorations.from(self, marks => marks.chips),
    EditorView.atomicRanges.of(view => {
      const { keys, isMasked } = view.state.field(self);
      return isMasked ? keys : Decoration.none;
    })
  ]
});

const following = ViewPlugin.fromClass(
  class {
    constructor(private readonly view: EditorView) {
      this.cells = view.state.facet(shown);
      this.cells.forEach(cell => cell.changed.connect(this.renew));
    }

    destroy(): void {
      this.cells.forEach(cell => cell.changed.disconnect(this.renew));
    }

    private readonly renew = (): void => {
      this.view.dispatch({ effects: renewed.of(null) });
    };

    private readonly cells: readonly CellKeys[];
  }
);

function nothing(): IMarks {
  return { keys: Decoration.none, chips: Decoration.none, isMasked: false };
}

/** The marks of what is known of the text in `state`; null where that was another text. */
function drawn(state: EditorState): IMarks | null {
  const [cell] = state.facet(shown);
  const text = state.doc.toString();
  if (!cell || cell.text.replace(/\r\n?/g, '\n') !== text) {
    return null;
  }
  const placed = worrying(cell.source).flatMap(finding => {
    const [from, to] = finding.span.map(points => editorPlace(cell.text, points));
    return from !== undefined && to !== undefined && from < to ? [{ from, to, finding }] : [];
  });
  const keys = Decoration.set(
    placed.map(one => mark(one, cell.isMasked)),
    true
  );
  return { keys, chips: chips(keys, state), isMasked: cell.isMasked };
}

function mark({ from, to, finding }: IPlacedKey, isMasked: boolean) {
  const decoration = isMasked
    ? Decoration.replace({ widget: new Mask(finding), finding })
    : Decoration.mark({ class: `jp-playground-key jp-mod-${finding.verdict}`, finding });
  return decoration.range(from, to);
}

/** One chip for each kind of key that ends in a line. */
function chips(keys: DecorationSet, state: EditorState): DecorationSet {
  const placed = new Map<string, Range<Decoration>>();
  keys.between(0, state.doc.length, (_, to, { spec }) => {
    const { finding } = spec as { finding: IFinding };
    const line = state.doc.lineAt(to);
    const chip = Decoration.widget({ widget: new Chip(finding), block: true, side: 1 });
    placed.set(`${line.number} ${finding.verdict} ${finding.title}`, chip.range(line.to));
  });
  return Decoration.set([...placed.values()], true);
}
