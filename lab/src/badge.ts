/** The badge in the status bar: whether the server is guarding, by words, shape and colour. */
import { showDialog, Dialog } from '@jupyterlab/apputils';
import { LabIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import { element } from './element';
import type { IGuardStatus } from './request';

const SHIELD = 'M12 2 4 5v6c0 5 3.4 9.7 8 11 4.6-1.3 8-6 8-11V5z';
const on = icon('on', `${SHIELD}m-1.1 14.2-3.6-3.6 1.4-1.4 2.2 2.2 4.6-4.6 1.4 1.4z`);
const off = icon('off', 'M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z');

/** A button that says whether saves are guarded, and tells more when it is pressed. */
export class Badge extends Widget {
  constructor() {
    super();
    this.addClass('jp-playground-badge');
    this.node.append(this.button);
    this.button.addEventListener('click', () => void this.explain());
  }

  /** Show `status`; null is a server that did not answer. */
  set status(status: IGuardStatus | null) {
    this.now = status;
    const isGuarding = status?.guarding === true;
    const words = isGuarding ? 'Saves guarded' : status ? 'Saves not guarded' : 'Guard: no answer';
    const key = JSON.stringify(status);
    if (key === this.shown) {
      return;
    }
    this.shown = key;
    this.toggleClass('jp-mod-off', !isGuarding);
    this.button.replaceChildren(
      (isGuarding ? on : off).element({ tag: 'span', elementPosition: 'center', height: '14px' }),
      element('span', {}, words)
    );
    this.button.title = this.sentence;
    this.button.setAttribute('aria-label', `${words}. ${this.sentence}`);
  }

  private get sentence(): string {
    const status = this.now;
    if (!status) {
      return 'The server did not say whether it checks saves for keys.';
    }
    return status.guarding
      ? `The server refuses to save long-lived keys of ${status.kinds} kinds.`
      : `A key can be saved: ${status.reason ?? 'the guard is off'}.`;
  }

  private async explain(): Promise<void> {
    await showDialog({
      title: this.now?.guarding ? 'Saves are guarded' : 'Saves are not guarded',
      body: this.sentence,
      buttons: [Dialog.okButton({ label: 'Close' })]
    });
  }

  private now: IGuardStatus | null = null;
  private shown = '';
  private readonly button = element('button', { type: 'button' });
}

function icon(name: string, path: string): LabIcon {
  return new LabIcon({
    name: `linquid-playground:guard-${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="${path}"/></svg>`
  });
}
