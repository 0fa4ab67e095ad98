/** Toasts: what a person is told without being stopped. */
import { Notification } from '@jupyterlab/apputils';
import { Token } from '@lumino/coreutils';

/** The toasts of this extension, for those of its plugins that have something to say. */
export const IToasts = new Token<Toasts>(
  'linquid-playground:IToasts',
  'Tells people of the keys in a notebook without stopping them.'
);

/** What a toast offers. */
export interface IOffer {
  label: string;
  act: () => void;
}

/** The one toast of each notebook: it is renewed, never piled up. */
export class Toasts {
  /** Say `message` of `path`, with `offers`, until it is dismissed or taken back. */
  say(path: string, message: string, offers: readonly IOffer[]): void {
    const known = this.ids.get(path);
    if (known !== undefined && Notification.manager.has(known)) {
      if (this.said.get(path) === message) {
        return;
      }
      Notification.dismiss(known);
    }
    const actions = offers.map(({ label, act }, index) => ({
      label,
      callback: act,
      displayType: index === 0 ? ('accent' as const) : ('default' as const)
    }));
    this.said.set(path, message);
    this.ids.set(path, Notification.warning(message, { autoClose: false, actions }));
  }

  /** Take back what was said of `path`: it is saved now. */
  takeBack(path: string): void {
    const known = this.ids.get(path);
    if (known !== undefined) {
      Notification.dismiss(known);
      this.ids.delete(path);
    }
  }

  private readonly ids = new Map<string, string>();
  private readonly said = new Map<string, string>();
}
