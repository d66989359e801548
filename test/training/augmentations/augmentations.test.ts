import { expect } from 'chai';
import { AUGMENTATIONS } from '../../../src/training/augmentations/built-in.ts';
import { contrast } from '../../../src/training/augmentations/contrast.ts';
import { randomOf } from '../../../src/training/data/rng-streams.ts';

const SIZE = { rows: 4, columns: 5 };
const length = 3 * SIZE.rows * SIZE.columns;
const stack = Float32Array.from({ length }, (_, i) => Math.sin(i));
const heatmaps = Float32Array.from({ length: SIZE.rows * SIZE.columns }, (_, i) => i / 20);

const ofInputs = AUGMENTATIONS.filter((info) => info.on === 'input');

describe('the declared augmentations', () => {
  for (const { name, options, draw } of AUGMENTATIONS)
    it(`${name} happens as often as its probability says, and has defaults for all options`, () => {
      const happened = Array.from(
        { length: 400 },
        (_, i) => draw(randomOf(`${i}`), { probability: 0.25 }) !== undefined,
      );
      expect(happened.filter(Boolean).length).to.be.within(70, 130);
      expect(draw(randomOf('a'), { probability: 0 })).to.equal(undefined);
      expect(options.safeParse({}).success).to.equal(true);
      expect(options.safeParse({ probability: 2 }).success).to.equal(false);
    });

  for (const { name, draw } of ofInputs)
    describe(name, () => {
      const drawn = (seed: string, given: object = {}) => draw(randomOf(seed), { probability: 1, ...given });

      it('gives the same for the same chances, something else for others, and leaves what it was given', () => {
        const before = stack.slice();
        const [first, again] = ['a', 'a'].map((seed) => drawn(seed)?.({ stack, heatmaps }, SIZE));
        expect(first).to.deep.equal(again);
        const others = ['b', 'c', 'd', 'e', 'f', 'g'].map(
          (seed) => `${drawn(seed)?.({ stack, heatmaps }, SIZE).stack}`,
        );
        expect(others.some((other) => other !== `${first?.stack}`)).to.equal(true);
        expect(first?.stack).to.not.deep.equal(stack);
        expect(stack).to.deep.equal(before);
        expect([first?.stack.length, first?.heatmaps?.length]).to.deep.equal([length, heatmaps.length]);
      });

      it('makes no number that is none, of a blank stack neither', () => {
        for (const pixels of [stack, new Float32Array(length)])
          expect(drawn('a')!({ stack: pixels }, SIZE).stack.every(Number.isFinite)).to.equal(true);
      });
    });
});

describe('contrast', () => {
  it('multiplies and shifts values, and leaves heatmaps', () => {
    const change = contrast.draw(randomOf('a'), { probability: 1, from: 2, to: 2, shift: 0 })!;
    const changed = change({ stack, heatmaps }, SIZE);
    expect(changed.stack).to.deep.equal(stack.map((value) => 2 * value));
    expect(changed.heatmaps).to.equal(heatmaps);
  });
});
