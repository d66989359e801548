import { expect } from 'chai';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { Basis } from '../../src/domain/basis.ts';
import type { LocationConfidence } from '../../src/domain/confidence.ts';
import type { LocationProbabilities } from '../../src/domain/results.ts';
import { assessConfidence } from '../../src/operators/assess-confidence.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { rejectionOf, thrownBy } from '../support/thrown-by.ts';
import { exampleCalibration } from './confidence/example-calibration.ts';

const ALL: Basis = { seen: 'all', doubtful: false, reasons: [] };
const NONE: Basis = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] };
const CANAL = { condition: 'spinal_canal_stenosis', level: 'l4_l5' } as const;
const LEFT = { condition: 'left_neural_foraminal_narrowing', level: 'l4_l5' } as const;
const RIGHT = { condition: 'right_neural_foraminal_narrowing', level: 'l4_l5' } as const;

const GRADES: readonly LocationProbabilities[] = [
  { ...CANAL, probabilities: [0.9, 0.07, 0.03], basis: ALL },
  { ...LEFT, probabilities: [0.5, 0.4, 0.1], basis: ALL },
  { ...RIGHT, probabilities: [0.8, 0.1, 0.1], basis: NONE },
];

const keypoint = (side: 'left' | 'right', peak: number) => ({
  site: { level: 'l4_l5', side } as const,
  ...{ seriesId: '12', instanceNumber: 3, point: { xNorm: 0.5, yNorm: 0.5 }, peak, spread: 0.02 },
});

type Options = Parameters<typeof assessConfidence>[1];

const assessed = async (
  options: Partial<Options> = {},
  env: Partial<ReturnType<typeof fileEnv>> = {},
): Promise<readonly LocationConfidence[]> => {
  const state = stateWith(
    { id: 'small', series: [] },
    adding('probabilities.final', GRADES),
    adding('logits.a', [{ ...LEFT, logits: [0, 3, 0] }]),
    adding('logits.b', [{ ...LEFT, logits: [3, 0, 0] }]),
    adding('keypoints.sagt1', [keypoint('left', 0.3), keypoint('right', 0.9)]),
  );
  const given = { probabilities: 'final', members: ['a', 'b'], foraminal: 'sagt1', as: 'final', ...options };
  return entryOf(await through(state, assessConfidence({ ...fileEnv(), ...env }, given)), 'confidence.final');
};

const withCalibration = (calibration = exampleCalibration()) => {
  let reads = 0;
  return {
    reads: () => reads,
    readBytes: async () => {
      reads++;
      return new TextEncoder().encode(JSON.stringify(calibration));
    },
  };
};

describe('assessConfidence', () => {
  it('gives the probability of the most probable severity where nothing is calibrated, and refers nothing unasked', async () => {
    const [canal, left, right] = await assessed();
    expect(canal).to.include({ probabilityRight: 0.9, calibrated: false, refer: false, ...CANAL });
    expect(left).to.include({ probabilityRight: 0.5, calibrated: false, refer: false });
    expect(left!.reasons).to.eql([]);
    expect(right).to.include({ probabilityRight: undefined, calibrated: false, refer: false });
    expect(right!.reasons).to.eql(['NOTHING_SEEN', 'SERIES_MISSING']);
  });

  it('measures what the grade was made of', async () => {
    const [canal, left] = await assessed();
    expect(left!.measures).to.include({ peak: 0.3, spread: 0.02, seen: 'all' });
    expect(left!.measures.networkDisagreement).to.be.above(0.3);
    expect(canal!.measures).to.include({ peak: undefined, networkDisagreement: undefined });
  });

  it('refers what is less likely right than the threshold, with its reasons, and what was not seen', async () => {
    const found = await assessed({ refer: { threshold: 0.7 } });
    expect(found.map(({ refer }) => refer)).to.eql([false, true, true]);
    expect(found[1]!.reasons).to.eql(['CONFIDENCE_LOW', 'NETWORKS_DISAGREE']);
    expect(found[2]!.reasons).to.eql(['NOTHING_SEEN', 'SERIES_MISSING']);
  });

  it('refers a share as the reference of the calibration has it, and reads that once', async () => {
    const env = withCalibration();
    const of = (share: number) => assessed({ calibration: 'calibration.json', refer: { share } }, env);
    // log odds as they are: probability right is that of the severity; a tenth of the reference is below 0.55, all but a tenth below 0.95
    expect((await of(0.1)).map(({ refer }) => refer)).to.eql([false, true, true]);
    expect((await of(0.9)).map(({ refer }) => refer)).to.eql([true, true, true]);
    const none = await of(0);
    expect(none.map(({ refer }) => refer)).to.eql([false, false, false]);
    expect(none[0]).to.include({ calibrated: true });
    expect(none[0]!.probabilityRight).to.be.closeTo(0.9, 1e-9);
    expect(env.reads()).to.equal(3); // once for each operator
  });

  it('needs a calibration for a share', () => {
    const options = { probabilities: 'final', refer: { share: 0.1 }, as: 'final' };
    expect(() => assessConfidence.spec.bind(options)).to.throw('or give refer: { threshold: 0.7 }');
  });

  it('takes a share or a threshold, and 0 for none of them', async () => {
    const bound = (refer: Options['refer']) => () =>
      assessConfidence.spec.bind({ probabilities: 'final', calibration: 'c.json', refer, as: 'final' });
    expect(bound({ share: 0.1, threshold: 0.7 })).to.throw('both a fraction of locations to refer and a threshold');
    for (const refer of [{}, { share: 0.1, threshold: 0 }, { share: 0, threshold: 0.7 }])
      expect(bound(refer), JSON.stringify(refer)).to.not.throw();
    const referred = async (refer: Options['refer']) => (await assessed({ refer })).map((one) => one.refer);
    expect(await referred({ share: 0, threshold: 0 })).to.eql([false, false, false]);
    expect(await referred({ share: 0, threshold: 0.7 })).to.eql([false, true, true]);
  });

  it('names the file that it rests on, and what is wrong with it', async () => {
    const { files } = assessConfidence.spec.bind({ probabilities: 'final', calibration: 'c.json', as: 'final' });
    const content = await withCalibration().readBytes();
    expect(files.map(({ path }) => path)).to.eql(['c.json']);
    const model = { name: 'global', path: 'models/global', architecture: {}, folds: [{ fold: 1, sha256: 'ee' }] };
    expect(thrownBy(() => files[0]!.check(content, [model]))).to.include({ code: 'CALIBRATION_OF_OTHER_MODELS' });
    files[0]!.check(content, [{ ...model, folds: [{ fold: 1, sha256: 'aa' }] }]);
    const broken = { readBytes: async () => new Uint8Array(3) };
    const error = await rejectionOf(assessed({ calibration: 'c.json' }, broken));
    expect(error).to.include({ code: 'CALIBRATION_INVALID' });
  });
});
