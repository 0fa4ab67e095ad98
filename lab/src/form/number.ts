/** The number that a text means; a text that means none stays as it is, to be told so. */
export function numberFrom(text: string): number | string {
  const trimmed = text.trim();
  const value = Number(trimmed);
  const isExact = !Number.isInteger(value) || Number.isSafeInteger(value);
  return trimmed !== '' && /^[-+]?[\d.]/.test(trimmed) && Number.isFinite(value) && isExact
    ? value
    : text;
}
