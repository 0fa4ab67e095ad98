/** JSON pointers (RFC 6901) into what a person has filled in; trees are never changed in place. */

type Tree = Record<string, unknown>;

export function tokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function join(...names: string[]): string {
  return names.map(name => '/' + name.replaceAll('~', '~0').replaceAll('/', '~1')).join('');
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at `pointer`, or `undefined`. */
export function read(tree: unknown, pointer: string): unknown {
  return tokens(pointer).reduce<unknown>((at, name) => {
    const inside = Array.isArray(at) ? (at as unknown as Tree) : isTree(at) ? at : undefined;
    return inside && Object.hasOwn(inside, name) ? inside[name] : undefined;
  }, tree);
}

/** A copy of `tree` with `value` at `pointer`, making the objects on the way. */
export function put(tree: unknown, pointer: string, value: unknown): unknown {
  const [name, ...rest] = tokens(pointer);
  if (name === undefined) {
    return value;
  }
  const below = isTree(tree) ? tree[name] : undefined;
  return { ...(isTree(tree) ? tree : {}), [name]: put(below, join(...rest), value) };
}

/** A copy of `tree` without what is at `pointer`, nor objects that this leaves empty, unless kept. */
export function omit(
  tree: unknown,
  pointer: string,
  isKept: (pointer: string) => boolean = () => false,
  above = ''
): unknown {
  const [name, ...rest] = tokens(pointer);
  if (name === undefined || !isTree(tree) || !Object.hasOwn(tree, name)) {
    return name === undefined ? undefined : tree;
  }
  const here = above + join(name);
  const below = omit(tree[name], join(...rest), isKept, here);
  const isEmptied = isTree(below) && Object.keys(below).length === 0 && !isKept(here);
  // Replaced, not appended: the order in which a person filled things in stays.
  return below === undefined || isEmptied
    ? Object.fromEntries(Object.entries(tree).filter(([other]) => other !== name))
    : { ...tree, [name]: below };
}
