const SIZE = 624;
const SHIFT = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const TWIST = 0x9908b0df;

const seeded = (seed: number): Uint32Array => {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const last = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(last, 1812433253) + i;
  }
  return state;
};

const twistInto = (state: Uint32Array): void => {
  for (let i = 0; i < SIZE; i++) {
    const joined = (state[i]! & UPPER) | (state[(i + 1) % SIZE]! & LOWER);
    state[i] = state[(i + SHIFT) % SIZE]! ^ (joined >>> 1) ^ (joined & 1 ? TWIST : 0);
  }
};

const tempered = (value: number): number => {
  let z = value ^ (value >>> 11);
  z ^= (z << 7) & 0x9d2c5680;
  z ^= (z << 15) & 0xefc60000;
  return (z ^ (z >>> 18)) >>> 0;
};

/** MT19937 (Matsumoto and Nishimura 1998, DOI 10.1145/272991.272995): 32-bit numbers from a 32-bit seed. */
export const mersenneTwister = (seed: number): (() => number) => {
  const state = seeded(seed);
  let next = SIZE;
  return () => {
    if (next === SIZE) {
      twistInto(state);
      next = 0;
    }
    return tempered(state[next++]!);
  };
};
