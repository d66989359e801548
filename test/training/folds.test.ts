import { expect } from 'chai';
import fc from 'fast-check';
import { kFolds } from '../../src/training/folds.ts';
import { mersenneTwister } from '../../src/training/mersenne-twister.ts';
import { describeGoldens, goldenJson } from '../support/goldens.ts';
import { thrownBy } from '../support/thrown-by.ts';

describe('kFolds', () => {
  it('gives every sample to the validation of one fold and to the training of all others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 2, max: 7 }),
        fc.nat(1000),
        (count, most, seed) => {
          const folds = kFolds(count, { folds: Math.min(most, count), seed });
          const all = Array.from({ length: count }, (_, index) => index);
          const byNumber = (a: number, b: number) => a - b;
          expect(folds.flatMap(({ validation }) => validation).sort(byNumber)).to.eql(all);
          for (const { train, validation } of folds) expect([...train, ...validation].sort(byNumber)).to.eql(all);
        },
      ),
    );
  });

  it('makes the first folds one longer where the samples do not divide', () => {
    expect(kFolds(13).map(({ validation }) => validation.length)).to.eql([3, 3, 3, 2, 2]);
  });

  it('refuses more folds than samples', () => {
    expect(thrownBy(() => kFolds(4))).to.include({
      code: 'TRAINING_FOLDS_UNFIT',
      reason:
        '4 labelled studies cannot be split into 5 folds; set folds.count to an integer from 2 to the number of studies, or add studies',
    });
  });

  describeGoldens('are those of scikit-learn', () => {
    interface RecordedFold {
      readonly train: readonly number[] | null;
      /** The first 40 of many. */
      readonly validation: readonly number[];
    }
    interface Recorded {
      readonly mt19937_first_32_bit_outputs: readonly number[];
      readonly splits: Readonly<Record<string, readonly RecordedFold[]>>;
    }
    const recorded = () => goldenJson<Recorded>('training', 'kfold.json');

    it('from the same random numbers', () => {
      const draw = mersenneTwister(42);
      const expected = recorded().mt19937_first_32_bit_outputs;
      expect(expected.map(() => draw())).to.eql(expected);
    });
    for (const count of [6, 10, 53, 1974])
      it(`for ${count} studies`, () => {
        const expected = recorded().splits[count]!;
        for (const [index, { train, validation }] of kFolds(count).entries()) {
          const { validation: known, train: knownTrain } = expected[index]!;
          expect(validation.slice(0, known.length)).to.eql(known);
          if (knownTrain !== null) expect(train).to.eql(knownTrain);
        }
      });
  });
});
