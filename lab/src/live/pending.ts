/** What of a notebook has changed since it was last looked at. */

/** The two parts of a cell that change apart from one another. */
export type Part = 'source' | 'rest';

/** The parts of each cell that nobody has looked at yet, the latest change first. */
export class Pending<C> {
  /** `cell` has changed in `part`. */
  add(cell: C, part: Part): void {
    const parts = this.parts.get(cell) ?? new Set<Part>();
    this.parts.delete(cell);
    this.parts.set(cell, parts.add(part));
  }

  /** Forget `cell`: it is gone, or about to be looked at. Gives the parts that were pending. */
  take(cell: C): ReadonlySet<Part> {
    const parts = this.parts.get(cell) ?? new Set<Part>();
    this.parts.delete(cell);
    return parts;
  }

  /** The parts of `cell` that are pending. */
  of(cell: C): ReadonlySet<Part> {
    return this.parts.get(cell) ?? new Set<Part>();
  }

  /** The cells, the latest change first. */
  get cells(): C[] {
    return [...this.parts.keys()].reverse();
  }

  get size(): number {
    return this.parts.size;
  }

  private readonly parts = new Map<C, Set<Part>>();
}
