import type { Parameters } from 'fast-check';

const LONG = process.env.SPINESTREAM_FUZZ === 'long';

/** Of every case; a failure prints it, and SPINESTREAM_FUZZ_SEED brings the same cases again. */
export const SEED = Number(process.env.SPINESTREAM_FUZZ_SEED ?? (LONG ? Date.now() % 2 ** 31 : 1));

/**
 * How far to go: a few seconds within the suite, always with the same cases, or all the way (`npm run fuzz`) with new ones each time.
 */
export const extent = (short: number, long: number): Parameters<unknown> & { readonly numRuns: number } => ({
  numRuns: LONG ? long : short,
  seed: SEED,
});

/** What the tests of one file may take, in ms. */
export const PATIENCE_MS = LONG ? 1_800_000 : 120_000;
