import type { Parameters } from 'fast-check';

const LONG = process.env.SPINESTREAM_FUZZ === 'long';

/**
 * How far to go: a few seconds within the suite, always with the same cases, or all the way (`npm run fuzz`) with new ones each time.
 * A failure prints the seed; SPINESTREAM_FUZZ_SEED brings the same cases again.
 */
export const extent = (short: number, long: number): Parameters<unknown> & { readonly numRuns: number } => ({
  numRuns: LONG ? long : short,
  seed: Number(process.env.SPINESTREAM_FUZZ_SEED ?? (LONG ? Date.now() % 2 ** 31 : 1)),
});

/** What the tests of one file may take, in ms. */
export const PATIENCE_MS = LONG ? 1_800_000 : 120_000;
