/** The one door between the browser and the server. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import type { IEdit, IFinding, IKeyringEntry, IRedaction } from './finding';

/** What the server's self-test says. */
export interface IGuardStatus {
  guarding: boolean;
  kinds: number;
  reason?: string;
}

/** An answer of the server that is no success; its message never holds a key. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string
  ) {
    super(message);
  }
}

/** Whether the server is guarding; a server that does not know the question is not. */
export async function guardStatus(settings: ServerConnection.ISettings): Promise<IGuardStatus> {
  try {
    return await ask<IGuardStatus>(settings, 'guard');
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) {
      return { guarding: false, kinds: 0, reason: 'its server extension is not running' };
    }
    throw error;
  }
}

/** What must not be saved of a notebook, and what to write there instead. */
export async function redaction(
  settings: ServerConnection.ISettings,
  path: string,
  content: unknown
): Promise<IRedaction> {
  return post<IRedaction>(settings, 'guard/redact', { path, content });
}

/** What stands in the file at `path` as it lies on the server's disk. */
export async function stored(
  settings: ServerConnection.ISettings,
  path: string
): Promise<IFinding[]> {
  const query = URLExt.objectToQueryString({ path });
  return (await ask<{ findings: IFinding[] }>(settings, `guard/stored${query}`)).findings;
}

/** Parts of a notebook to look at, and where it lies. */
export interface ILook {
  path: string;
  cells: readonly unknown[];
  metadata: unknown;
}

/** What stands in each cell of a look, and in its metadata. */
export interface ILooked {
  cells: IFinding[][];
  metadata: IFinding[];
}

/** Look at some cells before they are saved; `signal` gives the question up. */
export async function look(
  settings: ServerConnection.ISettings,
  asked: ILook,
  signal?: AbortSignal
): Promise<ILooked> {
  return post<ILooked>(settings, 'guard/look', asked, signal);
}

/** A text that is about to be pasted into a cell; `known` names keys by their fingerprints. */
export interface IPaste {
  path: string;
  content: unknown;
  cell: number;
  span: readonly [number, number];
  text: string;
  known: Readonly<Record<string, string>>;
}

/** The cell's source with the text in it, and what to write so that no key is in it. */
export interface IKept {
  source: string;
  value: string;
  keyring: IKeyringEntry[];
  names: Record<string, string>;
}

/** What to write in place of a pasted key. */
export async function keep(settings: ServerConnection.ISettings, paste: IPaste): Promise<IKept> {
  return post<IKept>(settings, 'guard/keep', paste);
}

/** One key of one part of a notebook. */
export interface IReplace {
  path: string;
  content: unknown;
  only: { cell: number | null; part: string; fingerprint: string };
  known: Readonly<Record<string, string>>;
}

/** The edits that take it out, and the name that it got. */
export interface IReplaced {
  edits: IEdit[];
  names: Record<string, string>;
}

/** What takes one key out of one part, wherever it stands there. */
export async function replacement(
  settings: ServerConnection.ISettings,
  asked: IReplace
): Promise<IReplaced> {
  return post<IReplaced>(settings, 'guard/replace', asked);
}

async function post<T>(
  settings: ServerConnection.ISettings,
  route: string,
  body: unknown,
  signal?: AbortSignal
): Promise<T> {
  const init: RequestInit = { method: 'POST', body: JSON.stringify(body) };
  return ask<T>(settings, route, signal ? { ...init, signal } : init);
}

async function ask<T>(
  settings: ServerConnection.ISettings,
  route: string,
  init: RequestInit = {}
): Promise<T> {
  const url = URLExt.join(settings.baseUrl, 'playground', route);
  const response = await ServerConnection.makeRequest(url, init, settings);
  if (!response.ok) {
    const error = await ServerConnection.ResponseError.create(response);
    throw new Refusal(response.status, error.message);
  }
  return (await response.json()) as T;
}
