import { createRng, type Rng } from '../domain/seeded-rng.ts';

export { createRng, type Rng };

/**
 * A pseudo-random bijection of 32-bit integers (the finaliser of MurmurHash3): different inputs give different outputs, so identifiers made with it
 * never collide.
 */
export const scramble32 = (value: number): number => {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
};

const PURPOSES = ['labels', 'anatomy', 'acquisition', 'noise', 'texture'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** 32 bits derived from seed, index and purpose; every word goes through the bijection. */
const streamSeed = (seed: number, index: number, purpose: Purpose): number => {
  const words = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, index, PURPOSES.indexOf(purpose) + 1];
  return words.reduce((hash, word) => scramble32((Math.imul(hash, 31) + word + 0x9e3779b9) | 0), 0);
};

/** The RNG stream of one purpose of study `index` of a seed. Streams are independent, so drawing more from one leaves the others unchanged. */
export const rngOf = (seed: number, index: number, purpose: Purpose): Rng =>
  createRng(streamSeed(seed, index, purpose));

/** The RNG stream of any named purpose of study `index` of a seed. */
export const namedRngOf = (seed: number, index: number, name: string): Rng => {
  const words = [
    seed >>> 0,
    Math.floor(seed / 2 ** 32) >>> 0,
    index,
    ...[...name].map((letter) => letter.charCodeAt(0)),
  ];
  return createRng(words.reduce((hash, word) => scramble32((Math.imul(hash, 31) + word + 0x85ebca6b) | 0), 0));
};

export const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng();

export const chance = (rng: Rng, probability: number): boolean => rng() < probability;

/** An integer in low..high, both included. */
export const integer = (rng: Rng, low: number, high: number): number => low + Math.floor(rng() * (high - low + 1));

export const pick = <T>(rng: Rng, items: readonly [T, ...T[]]): T =>
  items[integer(rng, 0, items.length - 1)] ?? items[0];

/** Standard normal by Box and Muller; `1 - rng()` keeps the logarithm finite. */
export const gaussian = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

/** Normal, truncated at two deviations, so that there are no giants. */
export const gaussianWithin = (rng: Rng, o: { mean: number; deviation: number }): number =>
  o.mean + o.deviation * Math.max(-2, Math.min(2, gaussian(rng)));
