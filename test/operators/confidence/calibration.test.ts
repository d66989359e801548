import { expect } from 'chai';
import fc from 'fast-check';
import {
  type ConfidenceCalibration,
  parseCalibration,
  probabilityRight,
  requireSameModels,
  thresholdOfShare,
} from '../../../src/operators/confidence/calibration.ts';
import { thrownBy } from '../../support/thrown-by.ts';
import { exampleCalibration } from './example-calibration.ts';

const grade = (probabilities: readonly number[], peak: number | undefined) => ({
  condition: 'spinal_canal_stenosis' as const,
  probabilities,
  measures: {
    ...({ seen: 'all', doubtful: false, entropy: 0.5, margin: 0.4 } as const),
    ...{ foldDisagreement: undefined, networkDisagreement: undefined, peak, spread: undefined },
  },
});

const written = (calibration: ConfidenceCalibration): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(calibration));

describe('calibration of a confidence', () => {
  const calibration = exampleCalibration();

  it('is read as it was written', () => {
    expect(parseCalibration(written(calibration), 'calibration.json')).to.eql(calibration);
  });

  it('adds features less their means, by scale and weight, to the intercept', () => {
    const { model } = exampleCalibration({
      intercept: 0.5,
      features: [{ name: 'margin', mean: 0.2, scale: 0.1, weight: 0.7 }],
    });
    expect(probabilityRight(model, grade([0.6, 0.2, 0.2], 1))).to.be.closeTo(1 / (1 + Math.exp(-(0.5 + 1.4))), 1e-12);
  });

  it('takes a measure that is not known for the mean', () => {
    const { model } = exampleCalibration({
      intercept: 1,
      features: [{ name: 'peak', mean: 0.3, scale: 2, weight: 5 }],
    });
    expect(probabilityRight(model, grade([1, 0, 0], undefined))).to.equal(
      probabilityRight(model, grade([1, 0, 0], 0.3)),
    );
  });

  it('stays a probability where a network is certain', () => {
    const { model } = exampleCalibration({
      intercept: 0,
      features: [{ name: 'log_odds', mean: 0, scale: 1, weight: 1 }],
    });
    expect(probabilityRight(model, grade([1, 0, 0], 1))).to.be.within(0.99, 1);
  });

  it('has a share of its reference below the threshold of that share', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const below = Array.from({ length: 101 }, (_, i) => i / 100);
        expect(thresholdOfShare({ reference: below }, share)).to.be.closeTo(share, 1e-12);
      }),
    );
  });

  it('refuses models that it was not fitted on', () => {
    const models = [{ name: 'spinal', folds: [{ fold: 1, sha256: 'aa' }] }];
    requireSameModels(calibration, models, 'calibration.json');
    const other = [{ name: 'spinal', folds: [{ fold: 1, sha256: 'cc' }] }];
    expect(thrownBy(() => requireSameModels(calibration, other, 'calibration.json'))).to.include({
      code: 'CALIBRATION_OF_OTHER_MODELS',
    });
  });

  it('refuses what is no calibration', () => {
    for (const text of ['', '{}', JSON.stringify({ ...calibration, format: 'spinestream-calibration-9' })])
      expect(thrownBy(() => parseCalibration(new TextEncoder().encode(text), 'x.json'))).to.include({
        code: 'CALIBRATION_INVALID',
      });
  });
});
