/** Put what is to be looked at into requests of a bounded size. */

/** At most so much in one request. */
export interface IBounds {
  characters: number;
  items: number;
}

/** What goes into the next request, and what is too large for any. */
export interface IBatch<K, V> {
  taken: [K, V][];
  tooLarge: K[];
}

/**
 * Take as many of `keys`, in order, as one request may hold.
 *
 * `read` gives what is sent for a key; it is called for no more than are taken, and one more.
 */
export function batch<K, V>(keys: Iterable<K>, read: (key: K) => V, bounds: IBounds): IBatch<K, V> {
  const taken: [K, V][] = [];
  const tooLarge: K[] = [];
  let room = bounds.characters;
  for (const key of keys) {
    const item = read(key);
    const size = JSON.stringify(item).length;
    if (size > bounds.characters) {
      tooLarge.push(key);
    } else if (size > room || taken.length >= bounds.items) {
      break;
    } else {
      taken.push([key, item]);
      room -= size;
    }
  }
  return { taken, tooLarge };
}
