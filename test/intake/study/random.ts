import { createHash } from 'node:crypto';
import { createRng } from '../../../src/domain/seeded-rng.ts';

/** Chance that repeats: the same for the same name. */
export class Random {
  private readonly next: () => number;

  constructor(name: string) {
    this.next = createRng(createHash('sha256').update(name).digest().readUInt32LE());
  }

  /** From `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Uniform between the two. */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.integer(0, 255));
  }

  shuffled<T>(items: readonly T[]): readonly T[] {
    const copy = [...items];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [copy[last], copy[other]] = [copy[other]!, copy[last]!];
    }
    return copy;
  }
}
