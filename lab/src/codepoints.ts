/** Spans that the server counts in code points, in strings that JavaScript counts in UTF-16. */

/** The place in `text`, in UTF-16 units, that lies `points` code points after its beginning. */
export function unitsAt(text: string, points: number): number {
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left--) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** How many code points of `text` lie before its place `units`, which counts UTF-16 units. */
export function pointsAt(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}

/** The part of `text` between two places that are counted in code points. */
export function slice(text: string, [start, end]: readonly [number, number]): string {
  return text.slice(unitsAt(text, start), unitsAt(text, end));
}
