/** The plugins of this extension. */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

const guard: JupyterFrontEndPlugin<void> = {
  id: 'linquid-playground:guard',
  description: 'Tells why a notebook that holds a key is not saved, and offers to redact it.',
  autoStart: true,
  activate: () => undefined
};

export default [guard];
