/** One key in the list: where it stands, what it is, and what can be done about it. */
import { place, VERDICTS, type IAdvice, type IFinding } from '../finding';
import { fill, h, icon, uid } from '../widgets/dom';
import { actsOn, LABELS, type Act, type IAsks } from './listing';

/** The row of one finding; its explanation stays open while the row lives. */
export class Row {
  constructor(private readonly asks: IAsks) {
    this.explainer.addEventListener('click', () => {
      this.open(this.advice.hidden);
    });
  }

  readonly element = h('li');

  show(finding: IFinding, isShown: boolean): void {
    const where = place(finding);
    this.explainer.setAttribute('aria-label', `${LABELS.explain}: ${where}`);
    fill(this.advice, explanation(finding.advice));
    fill(
      this.element,
      h(
        'div',
        { class: 'what' },
        h(
          'span',
          { class: `verdict ${finding.verdict}` },
          mark(finding),
          VERDICTS[finding.verdict]
        ),
        h('strong', {}, where),
        h('span', {}, finding.title),
        h('code', { 'aria-label': `begins with ${finding.preview}` }, finding.preview),
        finding.via.length > 0 && h('span', { class: 'note' }, `in ${finding.via.join(', ')}`)
      ),
      h(
        'div',
        { class: 'acts' },
        ...actsOn(finding, isShown).map(act => this.button(act, finding, where)),
        this.explainer
      ),
      this.advice
    );
  }

  explain(): void {
    this.open(true);
    this.explainer.focus();
    this.element.scrollIntoView({ block: 'nearest' });
  }

  /** Give the focus to the button of `act`, or to the first one. */
  focus(act: string): void {
    const buttons = [...this.element.querySelectorAll<HTMLElement>('[data-act]')];
    (buttons.find(one => one.dataset['act'] === act) ?? buttons[0])?.focus();
  }

  private button(act: Act, finding: IFinding, where: string): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        class: 'small',
        'data-act': act,
        'aria-label': `${LABELS[act]}: ${where}`,
        onclick: () => {
          this.asks.act(act, finding);
        }
      },
      LABELS[act]
    );
  }

  private open(isOpen: boolean): void {
    this.advice.hidden = !isOpen;
    this.explainer.setAttribute('aria-expanded', String(isOpen));
  }

  private readonly advice = h('div', { class: 'advice', id: uid(), hidden: true });
  private readonly explainer = h(
    'button',
    {
      type: 'button',
      class: 'small',
      'data-act': 'explain',
      'aria-expanded': 'false',
      'aria-controls': this.advice.id
    },
    LABELS.explain
  );
}

function mark({ verdict }: IFinding): SVGElement {
  return icon(verdict === 'ban' ? 'no' : verdict === 'warn' ? 'warn' : 'yes');
}

function explanation({ what, why, lifetime, steps, source }: IAdvice): HTMLElement {
  return h(
    'div',
    {},
    h('p', {}, what),
    h('p', {}, `${why} ${lifetime}`),
    h('h4', {}, 'What to do'),
    h('ol', {}, ...steps.map(step => h('li', {}, step))),
    h('p', { class: 'note' }, `Known from: ${source}`)
  );
}
