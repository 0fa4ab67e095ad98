/** The one door between the browser and the server. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import type { IRedaction } from './finding';

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
  return ask<IRedaction>(settings, 'guard/redact', {
    method: 'POST',
    body: JSON.stringify({ path, content })
  });
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
