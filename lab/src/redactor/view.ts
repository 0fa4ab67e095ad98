/** The drawing of the list of keys. */
import { worrying, type IFinding } from '../finding';
import { fill, h, icon, keepTyping, uid } from '../widgets/dom';
import { byPlace, headline, idOf, type IAsks, type IListing } from './listing';
import { Row } from './row';

/** The list of keys: a headline, one group a place, one row a key. */
export class RedactorView {
  constructor(private readonly asks: IAsks) {
    this.element.append(this.top, this.said, this.list, this.notes);
  }

  readonly element = keepTyping(h('div', { class: 'jp-playground-redactor' }));

  /** Show `listing`; whatever has the focus keeps it, or its neighbour gets it. */
  show(listing: IListing): void {
    const focus = this.focused();
    this.showTop(listing);
    this.showSaid(listing);
    this.showList(listing);
    fill(this.notes, ...listing.notes.map(note => h('p', { class: 'note' }, note)));
    this.refocus(focus);
  }

  /** Open the explanation of `finding`, and bring it into sight with the focus. */
  explain(finding: IFinding): void {
    this.rows.get(idOf(finding))?.explain();
  }

  /** Give the focus to the headline. */
  focus(): void {
    this.heading.focus();
  }

  private showTop(listing: IListing): void {
    const count = worrying(listing.findings).length;
    const isClean = count === 0 && listing.state === 'known' && listing.name !== '';
    const words = headline(listing);
    if (words !== this.heading.textContent) {
      this.heading.textContent = words;
    }
    fill(
      this.top,
      h(
        'div',
        { class: `headline ${isClean ? 'good' : ''}` },
        isClean && icon('yes'),
        this.heading
      ),
      isClean && h('p', { class: 'note' }, 'Nothing here stops a save.'),
      listing.isMasked !== null && listing.name !== '' && this.maskToggle(listing.isMasked)
    );
  }

  private maskToggle(isMasked: boolean): HTMLElement {
    this.mask.setAttribute('aria-pressed', String(isMasked));
    return this.mask;
  }

  private showSaid({ said, undo }: IListing): void {
    if (said !== this.words.textContent) {
      this.words.textContent = said;
    }
    this.undo.hidden = undo === '';
    this.undo.setAttribute('aria-label', `Undo: ${undo}`);
    this.said.classList.toggle('empty', said === '' && undo === '');
  }

  private showList(listing: IListing): void {
    const isShown = listing.isMasked !== null;
    const before = new Map(this.rows);
    this.rows.clear();
    const row = (finding: IFinding): HTMLElement => {
      const id = idOf(finding);
      const known = before.get(id) ?? new Row(this.asks);
      known.show(finding, isShown);
      this.rows.set(id, known);
      return known.element;
    };
    const groups = byPlace(worrying(listing.findings)).map(([heading, there]) =>
      group(heading, there.map(row))
    );
    const allowed = listing.findings.filter(finding => finding.verdict === 'allow').map(row);
    this.allowed.open ||= false;
    fill(this.allowed, h('summary', {}, `May be saved (${allowed.length})`), rows(allowed));
    fill(this.list, ...groups, allowed.length > 0 && this.allowed);
  }

  private focused(): { at: number; label: string } | null {
    const active = this.element.getRootNode() as Document | ShadowRoot;
    const focused = active.activeElement;
    if (!(focused instanceof HTMLElement) || !this.element.contains(focused)) {
      return null;
    }
    const at = [...this.rows.values()].findIndex(row => row.element.contains(focused));
    return { at, label: focused.dataset['act'] ?? '' };
  }

  private refocus(focus: { at: number; label: string } | null): void {
    if (!focus) {
      return;
    }
    const rowsNow = [...this.rows.values()];
    const row = rowsNow[Math.min(focus.at, rowsNow.length - 1)];
    if (focus.at >= 0 && row) {
      row.focus(focus.label);
    } else if (focus.label === 'mask') {
      this.mask.focus();
    } else if (this.undo.hidden) {
      this.heading.focus();
    } else {
      this.undo.focus();
    }
  }

  private readonly rows = new Map<string, Row>();
  private readonly heading = h('h2', { tabindex: '-1' });
  private readonly top = h('div', { class: 'top' });
  private readonly words = h('p', { role: 'status' });
  private readonly undo = h(
    'button',
    {
      type: 'button',
      class: 'small',
      'data-act': 'undo',
      onclick: () => {
        this.asks.undo();
      }
    },
    'Undo'
  );
  private readonly said = h('div', { class: 'said' }, this.words, this.undo);
  private readonly list = h('div', { class: 'places' });
  private readonly allowed = h('details', { class: 'allowed' });
  private readonly notes = h('div');
  private readonly mask = h(
    'button',
    {
      type: 'button',
      class: 'small mask',
      'data-act': 'mask',
      onclick: () => {
        this.asks.mask(this.mask.getAttribute('aria-pressed') !== 'true');
      }
    },
    'Mask keys on screen'
  );
}

function group(heading: string, items: HTMLElement[]): HTMLElement {
  const id = uid();
  return h(
    'section',
    { 'aria-labelledby': id },
    h('h3', { id }, heading, h('span', { class: 'count' }, String(items.length))),
    rows(items)
  );
}

function rows(items: HTMLElement[]): HTMLElement {
  return h('ul', {}, ...items);
}
