import { posix } from 'node:path';
import type { Attributes } from './data-set.ts';
import { positionOf } from './placing.ts';
import { Random } from './random.ts';
import type { Slice } from './slice.ts';
import { uid } from './uid.ts';

/** A study that can be changed: its slices, and other files by their paths. */
export class Study {
  slices: Slice[];
  readonly files = new Map<string, Uint8Array>();
  /** What chance depends on. */
  readonly seed: string;
  readonly random: Random;

  constructor(slices: Slice[], seed: string) {
    this.slices = slices;
    this.seed = seed;
    this.random = new Random(seed);
  }

  copy(seed = this.seed): Study {
    const copy = new Study(
      this.slices.map((slice) => slice.copy()),
      seed,
    );
    for (const [path, bytes] of this.files) copy.files.set(path, bytes);
    return copy;
  }

  /** The slices of these kinds, in the order in which the base has them. */
  of(...kinds: readonly string[]): readonly Slice[] {
    return this.slices.filter(({ kind }) => kinds.includes(kind));
  }

  /** The slices of each series, by kind. */
  series(): ReadonlyMap<string, readonly Slice[]> {
    const kinds = new Set(this.slices.map(({ kind }) => kind));
    return new Map([...kinds].map((kind) => [kind, this.of(kind)]));
  }

  /** The axial slices from feet to head, in groups with gaps between them. */
  blocks(): readonly (readonly Slice[])[] {
    const height = (slice: Slice) => positionOf(slice)[2];
    const slices = [...this.of('ax')].sort((a, b) => height(a) - height(b));
    const gapMm = 1.5 * slices[0]!.dataSet.number('SpacingBetweenSlices');
    const blocks: Slice[][] = [];
    for (const slice of slices) {
      const last = blocks.at(-1)?.at(-1);
      if (last !== undefined && height(slice) - height(last) < gapMm) blocks.at(-1)!.push(slice);
      else blocks.push([slice]);
    }
    return blocks;
  }

  add(...slices: readonly Slice[]): void {
    this.slices.push(...slices);
  }

  without(unwanted: readonly Slice[]): void {
    this.slices = this.slices.filter((slice) => !unwanted.includes(slice));
  }

  /** Adds a copy of a series as a series of its own, in a folder of that name. */
  copySeries(kind: string, name: string, attributes: Attributes = {}): readonly Slice[] {
    const copies = this.of(kind).map((slice) => {
      const copy = slice.copy(posix.join(name, posix.basename(slice.path)));
      copy.kind = name;
      copy.identify(name);
      return copy.set({ SeriesInstanceUID: uid(copy.dataSet.text('SeriesInstanceUID'), name), ...attributes });
    });
    this.add(...copies);
    return copies;
  }

  /** Whether every slice has a path of its own; copies may have got one name. */
  hasOwnPaths(): boolean {
    return new Set(this.slices.map(({ path }) => path)).size === this.slices.length;
  }

  /** The bytes of every file by its path below the study. */
  contents(): ReadonlyMap<string, Uint8Array> {
    const contents = new Map(this.slices.map((slice) => [slice.path, slice.encode()]));
    if (!this.hasOwnPaths()) throw new Error(`${this.seed}: two slices have one path`);
    for (const [path, bytes] of this.files) contents.set(path, bytes);
    return contents;
  }
}
