/** Tell people what became of the saves that nobody waits for: those of a shared document. */
import type { Event } from '@jupyterlab/services';
import type { INotebookTracker } from '@jupyterlab/notebook';

import { banned } from './finding';
import type { Refusals } from './refusal';
import type { Toasts } from './toast';

const SCHEMA = 'urn:linquid-playground:save:v1';

interface ISaved extends Event.Emission {
  path: string;
  outcome: 'clean' | 'redacted' | 'refused';
  message: string;
}

/** Show each of the server's `events` of a document that is open here. */
export function watchRooms(
  events: Event.IManager,
  tracker: INotebookTracker,
  refusals: Refusals,
  toasts: Toasts
): void {
  events.stream.connect((_, emission) => {
    if (!isSaved(emission)) {
      return;
    }
    const { path, outcome, message } = emission;
    const panel = tracker.find(one => withoutDrive(one.context.path) === path);
    if (outcome === 'clean') {
      toasts.takeBack(panel?.context.path ?? path);
    } else if (!panel || outcome === 'refused') {
      toasts.say(panel?.context.path ?? path, message, []);
    } else {
      refusals.findings(panel).then(
        findings => {
          refusals.warn(panel, message, banned(findings));
        },
        () => {
          toasts.say(path, message, []);
        }
      );
    }
  });
}

function isSaved(emission: Event.Emission): emission is ISaved {
  return emission.schema_id === SCHEMA;
}

/** Documents of several people have a drive in front of their path: "RTC:a.ipynb". */
export function withoutDrive(path: string): string {
  return path.slice(path.indexOf(':') + 1);
}
