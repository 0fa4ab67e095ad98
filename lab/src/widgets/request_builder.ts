/** The request builder's front end: what anywidget loads, once for a model. */

import { AnswerPane } from './answer_pane';
import { Announcer } from './announcer';
import { AsksLine } from './asks_line';
import type { IChoice } from './combobox';
import { keyChoice, keyChooser, NO_KEY, operationChoice, operationChooser } from './choosers';
import { h, keepTyping } from './dom';
import { PastList } from './past_list';
import { RequestPane } from './request_pane';
import { Store } from './store';
import type { IKeyRow, IModel, IOperationRow } from './wire';

interface IContext {
  model: IModel;
  el: HTMLElement;
}

export default (): {
  initialize: (context: Pick<IContext, 'model'>) => void;
  render: (context: IContext) => () => void;
} => {
  let store: Store | undefined;
  return {
    initialize: ({ model }) => {
      store = new Store(model);
    },
    // All views of one model share its store, so that they show the same half-typed text.
    render: ({ model, el }) => mount((store ??= new Store(model)), el)
  };
};

function mount(store: Store, el: HTMLElement): () => void {
  const operations = operationChooser(store);
  const keys = keyChooser(store);
  const request = new RequestPane(store);
  const parts = [
    new AsksLine(store),
    request,
    new AnswerPane(store),
    new PastList(store),
    new Announcer(store)
  ] as const;
  const [asks, , answer, past, announcer] = parts;
  const choices = memo((rows: IOperationRow[]) => rows.map(operationChoice));
  const keyChoices = memo((rows: IKeyRow[]): IChoice[] => [NO_KEY, ...rows.map(keyChoice)]);
  const root = h(
    'div',
    {
      class: 'jp-playground-builder',
      role: 'group',
      'aria-label': `Request builder: ${store.get('title')}`
    },
    h('div', { class: 'choosers' }, operations.element, keys.element),
    asks.element,
    h('div', { class: 'panes' }, request.element, answer.element),
    past.element,
    announcer.element
  );
  keepTyping(root).addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      request.send(false);
    }
  });
  request.onSend = () => {
    answer.isAwaited = true;
  };
  el.append(root);
  const update = (): void => {
    operations.show(choices(store.get('operations')), store.get('operation'));
    keys.show(keyChoices(store.get('credentials')), store.get('key') ?? '');
    for (const part of parts) {
      part.update();
    }
  };
  update();
  return store.subscribe(update);
}

/** `f`, remembering its last result. */
function memo<A extends object, B>(f: (given: A) => B): (given: A) => B {
  let last: { given: A; result: B } | undefined;
  return given => {
    if (last?.given !== given) {
      last = { given, result: f(given) };
    }
    return last.result;
  };
}
