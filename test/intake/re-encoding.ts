import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Study } from './study/study.ts';

/**
 * One way to write a study anew, and what grading it must give.
 *
 * - `same`: the 25 rows of the base within `within` (1e-6), and no warning but those of the base and `codes`
 * - `close`: pixels or slices were lost; the rows within `within`, and no warning but those of the base and of `codes`
 * - `warned`: graded, rows may differ, and all of `codes` are among the warnings
 * - `refused`: the study fails with one of `codes` and nothing of it is graded
 * - `split`: the folder holds `base` and `other`; each is graded as if it were alone, or named by a warning or error of `codes`
 */
export type ReEncoding = {
  readonly what: string;
  /** Codes of warnings or errors, as above. */
  readonly codes?: readonly string[];
  /** Changes the study in place. */
  readonly change: (study: Study) => void | Promise<void>;
  /** Whether it is not to be combined with others, because it needs what they change. */
  readonly alone?: boolean;
} & (
  | { readonly expect: 'same'; readonly within?: number; readonly rows?: RegExp }
  | { readonly expect: 'close'; readonly within: number; readonly rows?: RegExp }
  | { readonly expect: 'warned' | 'refused' | 'split'; readonly codes: readonly string[] }
);

export type Named = ReEncoding & { readonly name: string; readonly group: string };

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL('re-encodings', import.meta.url));

const isReEncoding = (value: unknown): value is ReEncoding =>
  typeof value === 'object' && value !== null && 'what' in value && 'expect' in value && 'change' in value;

const load = (group: string, file: string): Named => {
  // Not imported: tests are declared while their file is loaded, which must not wait for anything.
  const module: Record<string, unknown> = require(join(ROOT, group, file));
  const { reEncoding } = module;
  if (!isReEncoding(reEncoding)) throw new Error(`${group}/${file} exports no re-encoding`);
  return { ...reEncoding, name: basename(file, '.ts'), group };
};

/** Every file of the folder `re-encodings`, named after itself, by the folder of its group. */
export const reEncodingsByGroup = (): ReadonlyMap<string, readonly Named[]> =>
  new Map(
    readdirSync(ROOT)
      .sort()
      .map((group) => [
        group,
        readdirSync(join(ROOT, group))
          .sort()
          .map((file) => load(group, file)),
      ]),
  );
