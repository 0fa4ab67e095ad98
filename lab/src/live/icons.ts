/** The icons of the live guard; each stands beside words that say the same. */
import { LabIcon } from '@jupyterlab/ui-components';

const SHIELD = 'M12 2 4 5v6c0 5 3.4 9.7 8 11 4.6-1.3 8-6 8-11V5z';

const ban = icon(
  'ban',
  `${SHIELD}m-3.2 6.1 1.4-1.4L12 8.5l1.8-1.8 1.4 1.4-1.8 1.8 1.8 1.8-1.4 1.4-1.8-1.8-1.8 1.8-1.4-1.4 1.8-1.8z`
);
const warn = icon('warn', `${SHIELD}m-1 5h2v6h-2zm0 8h2v2h-2z`);

/** A key: the sign of the list of keys. */
export const keyIcon = icon(
  'key',
  'M14.5 3a6.5 6.5 0 0 0-6.2 8.4L2 17.7V22h4.3v-2.2h2.1v-2.1h2.2l2-2A6.5 6.5 0 1 0 14.5 3zm1.8 6.7a2 2 0 1 1 0-4 2 2 0 0 1 0 4z'
);

/** A shield that says by its shape what a verdict is. */
export function shield(verdict: string): HTMLElement {
  return (verdict === 'ban' ? ban : warn).element({
    tag: 'span',
    elementPosition: 'center',
    height: '13px'
  });
}

function icon(name: string, path: string): LabIcon {
  return new LabIcon({
    name: `linquid-playground:key-${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="${path}"/></svg>`
  });
}
