import { expect } from 'chai';
import fc from 'fast-check';
import { chooseLayers } from '../../../src/models/quantise/choose-layers.ts';

/** Each layer in int8 adds its error to the loss. */
const searchOver = (errors: readonly number[], maxLoss: number) => {
  const layers = errors.map((_, index) => `layer${index}`);
  const errorOf = (layer: string) => errors[layers.indexOf(layer)]!;
  let ranked = 0;
  return {
    layers,
    maxLoss,
    lossOf: async (int8: readonly string[]) => int8.reduce((sum, layer) => sum + errorOf(layer), 0),
    sensitivityOf: async (layer: string) => {
      ranked++;
      return errorOf(layer);
    },
    ranked: () => ranked,
  };
};

describe('chooseLayers', () => {
  it('ranks nothing if all layers may be in int8', async () => {
    const search = searchOver([1, 2, 3], 6);
    expect(await chooseLayers(search)).to.deep.equal({ int8: search.layers, float32: [], loss: 6 });
    expect(search.ranked()).to.equal(0);
  });

  it('keeps the most sensitive layers in float32, as few as suffice', async () => {
    const search = searchOver([1, 9, 1, 8, 1, 7, 1, 1], 5);
    expect(await chooseLayers(search)).to.deep.equal({
      int8: ['layer0', 'layer2', 'layer4', 'layer6', 'layer7'],
      float32: ['layer1', 'layer3', 'layer5'],
      loss: 5,
    });
  });

  it('gives up when half of the layers do not suffice', async () => {
    expect(await chooseLayers(searchOver([1, 1, 1, 1], 1))).to.deep.equal({ loss: 2 });
  });

  it('keeps the limit with the fewest layers that a ranking allows', async () => {
    const errors = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(errors, fc.integer({ min: 0, max: 100 }), async (given, maxLoss) => {
        const found = await chooseLayers(searchOver(given, maxLoss));
        const ranked = given.toSorted((a, b) => b - a);
        const lossKeeping = (count: number) => ranked.slice(count).reduce((sum, error) => sum + error, 0);
        const fewest = given.findIndex((_, count) => lossKeeping(count) <= maxLoss);
        if ('int8' in found) expect([found.float32.length, found.loss]).to.deep.equal([fewest, lossKeeping(fewest)]);
        else expect(fewest === -1 || fewest > Math.floor(given.length / 2)).to.equal(true);
      }),
    );
  });
});
