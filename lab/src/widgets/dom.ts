/** Elements in one expression, without a framework. */

export type Child = Node | string | null | undefined | false;

interface IProps {
  [attribute: string]: string | boolean | number | ((event: never) => void) | undefined;
}

const own = Math.random().toString(36).slice(2, 8);
let count = 0;

/** An id that no other element of the page has, not even another widget's. */
export function uid(): string {
  return `pgb-${own}-${(count++).toString(36)}`;
}

/** `h('button', { class: 'x', onclick: f }, 'Send')`; an attribute that is `false` stays away. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: IProps = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else {
      attribute(element, name, value);
    }
  }
  element.append(...children.filter(isShown));
  return element;
}

function isShown(child: Child): child is Node | string {
  return child !== null && child !== undefined && child !== false && child !== '';
}

export function attribute(
  element: Element,
  name: string,
  value: string | number | boolean | undefined
): void {
  if (value === undefined || value === false || value === '') {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A sentence in which what stands between backticks is code. */
export function prose(text: string): Child[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
}

/** Replace what is inside `element`. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter(isShown));
}

const PATHS = {
  yes: 'M3 8.5l3.2 3.2L13 4.8',
  no: 'M4 4l8 8M12 4l-8 8',
  warn: 'M8 2.2l6.3 11.3H1.7zM8 6.5v3.2M8 11.6v.2',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.2v4M8 4.8v.2',
  guess:
    'M6 6a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M8 11.6v.2M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z',
  down: 'M4 6l4 4 4-4',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  send: 'M2 8h11M9 3.5L13.5 8 9 12.5',
  key: 'M7.2 8.8a3 3 0 1 1 0-4.2 3 3 0 0 1 0 4.2zM7.5 8.5l5.5 5M10.5 11.3l1.6-1.6'
} as const;

export type Icon = keyof typeof PATHS;

/** A line icon that assistive technology skips: words always stand beside it. */
export function icon(name: Icon): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  svg.append(path);
  return svg;
}

/**
 * Keep typed keys inside `root`: JupyterLab would take an "x" beside a field for "cut the cell".
 *
 * Its shortcuts ask the focused element first, so that `data-lm-suppress-shortcuts` on `root` is
 * not enough. With Ctrl, Cmd or Alt a key is a command, and goes through: Ctrl+S still saves.
 * Escape, where nothing of `root` takes it, leads back to the cell around it, as in an editor.
 */
export function keepTyping<T extends HTMLElement>(root: T): T {
  root.dataset['lmSuppressShortcuts'] = 'true';
  root.addEventListener('keydown', event => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) {
      event.stopPropagation();
    }
    if (event.key === 'Escape' && !event.defaultPrevented) {
      root.closest<HTMLElement>('.jp-Cell')?.focus();
    }
  });
  return root;
}
