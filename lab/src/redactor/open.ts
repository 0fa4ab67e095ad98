/** Let JupyterLab do in the open notebook what the widget would do in its file. */
import type { IFinding } from '../finding';
import type { Act } from './listing';

const EVENT = 'linquid-playground:key';

/** What a person asks for in a widget, of a notebook that may be open beside it. */
export interface IOpenAct {
  path: string;
  act: Act;
  finding: IFinding;
}

/** Tell the page around `element` of `asked`; whether somebody has taken it over. */
export function announceAct(element: HTMLElement, asked: IOpenAct): boolean {
  const event = new CustomEvent(EVENT, {
    bubbles: true,
    cancelable: true,
    composed: true,
    detail: asked
  });
  return !element.dispatchEvent(event);
}

/** Take over what `isMine` says it does. */
export function takeOver(isMine: (asked: IOpenAct) => boolean): void {
  document.addEventListener(EVENT, event => {
    if (isMine((event as CustomEvent<IOpenAct>).detail)) {
      event.preventDefault();
    }
  });
}
