import { expect } from 'chai';
import { meanPrediction } from '../../src/models/mean-prediction.ts';
import type { ModelSet } from '../../src/models/model-store.ts';
import type { Predictor } from '../../src/models/runtime/runtime.ts';

/** Folds that answer with one number each, and what they were told of the inputs. */
const setOf = (...answers: readonly number[]) => {
  const given: (boolean | undefined)[] = [];
  const members = answers.map(
    (answer): Pick<Predictor, 'predict'> => ({
      predict: async (_, { transfer } = {}) => {
        given.push(transfer);
        return { logits: { shape: [1], data: Float32Array.of(answer) } };
      },
    }),
  );
  return { given, model: { members } as unknown as ModelSet };
};

describe('meanPrediction', () => {
  it('is the mean over the folds', async () => {
    const { logits } = await meanPrediction(setOf(1, 2, 6).model, {});
    expect(logits).to.eql({ shape: [1], data: Float32Array.of(3) });
  });

  it('gives inputs away only where that is allowed and no other fold needs them', async () => {
    const [one, two] = [setOf(1), setOf(1, 2)];
    await meanPrediction(one.model, {});
    await meanPrediction(one.model, {}, { transfer: true });
    await meanPrediction(two.model, {}, { transfer: true });
    expect(one.given).to.eql([false, true]);
    expect(two.given).to.eql([false, false]);
  });
});
