/** The redactor's front end: what anywidget loads, once for a model. */
import type { IFinding } from '../finding';
import { announceAct } from '../redactor/open';
import type { Act, IListing } from '../redactor/listing';
import { RedactorView } from '../redactor/view';
import type { IModel } from '../redactor/wire';

interface IContext {
  model: IModel;
  el: HTMLElement;
}

export default (): { render: (context: IContext) => () => void } => ({
  render: ({ model, el }) => {
    const act = (type: Act, finding: IFinding): void => {
      const { cell = null, part, fingerprint } = finding;
      const isDone = announceAct(el, { path: model.get('path'), act: type, finding });
      if (!isDone && type !== 'show') {
        model.send({ type, cell, part, fingerprint });
      }
    };
    const undo = (): void => {
      model.send({ type: 'undo' });
    };
    const view = new RedactorView({ act, undo, mask: () => undefined });
    const update = (): void => {
      view.show(listing(model));
    };
    el.append(view.element);
    model.on('change', update);
    update();
    return () => {
      model.off('change', update);
    };
  }
});

function listing(model: IModel): IListing {
  return {
    name: model.get('path').split('/').at(-1) ?? '',
    findings: model.get('rows'),
    state: 'known',
    said: model.get('said'),
    undo: model.get('undo_of'),
    isMasked: null,
    notes: []
  };
}
