/** JSON as a person types it: what it means, or where it stops making sense. */

export type Parsed =
  { ok: true; value: unknown } | { ok: false; message: string; line: number; column: number };

export function parse(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    const place = Number(/position (\d+)/.exec(told)?.[1] ?? text.length);
    const before = text.slice(0, place).split('\n');
    const message = told.replace(/ in JSON.*| \(line.*/s, '').replace(/, "[^]*$/, '');
    return { ok: false, message, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  }
}

export function pretty(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** Indented where it is JSON, else as it is. */
export function tidied(text: string): { text: string; isJson: boolean } {
  const parsed = parse(text);
  return parsed.ok ? { text: pretty(parsed.value), isJson: true } : { text, isJson: false };
}

export type Token = [kind: 'name' | 'string' | 'number' | 'word' | 'plain', text: string];

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** The pieces of JSON text, for colouring; joined they are the text. */
export function coloured(text: string): Token[] {
  const pieces: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon, number] = match;
    pieces.push(['plain', text.slice(end, match.index)]);
    if (quoted !== undefined) {
      pieces.push([colon === undefined ? 'string' : 'name', quoted], ['plain', colon ?? '']);
    } else {
      pieces.push([number === undefined ? 'word' : 'number', whole]);
    }
    end = match.index + whole.length;
  }
  pieces.push(['plain', text.slice(end)]);
  return pieces.filter(([, piece]) => piece !== '');
}
