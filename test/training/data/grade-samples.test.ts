import { expect } from 'chai';
import { exampleRegions, exampleState } from '../../../src/core/examples/index.ts';
import { adding } from '../../../src/core/study-state.ts';
import { CONDITIONS, LEVELS, LOCATIONS, type Location, SIDES } from '../../../src/domain/vocabulary.ts';
import { batchOf } from '../../../src/training/data/batch-of.ts';
import { gradeSamples } from '../../../src/training/data/grade-samples.ts';
import { addingLabels } from '../../../src/training/data/training-entries.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const bothSides = LEVELS.flatMap((level) => SIDES.map((side) => ({ level, side })));
const region = { slices: 2, sizePx: 4 };

/** A study whose grades are their sites among the locations, modulo 3, but for these, which nobody gave. */
const study = (ungraded: readonly string[], sites = bothSides) => {
  const grades = Object.fromEntries(
    LOCATIONS.map((location, index) => [location, ungraded.includes(location) ? -100 : index % 3]),
  ) as Record<Location, number>;
  return exampleState(
    addingLabels({ grades, coordinates: [] }),
    adding('rois.sagt1', exampleRegions(sites, region)),
    adding('rois.axial', exampleRegions(sites, region)),
    adding(
      'rois.sagt2',
      exampleRegions(
        LEVELS.map((level) => ({ level })),
        region,
      ),
    ),
  );
};

describe('gradeSamples', () => {
  it('gives a sample for every graded row of a model', () => {
    const plan = gradeSamples({ rois: { sagt1: 'sagt1' } }, 'foraminal');
    const samples = plan.samplesOf(study(['left_neural_foraminal_narrowing_l1_l2']));
    expect(samples).to.have.length(9);
    expect(samples[0]).to.deep.include({ site: { level: 'l1_l2', side: 'right' } });
    // right narrowing at l1_l2 is location 10
    expect(samples[0]!.answer).to.eql({ kind: 'grades', grades: [1] });
    expect(samples[0]!.inputs.map(({ name, source, shape }) => [name, source, shape])).to.eql([
      ['sagt1', 'sagt1', [2, 4, 4]],
    ]);
  });

  it('keeps a row of which some grades are missing', () => {
    const rois = { sagt2: 'sagt2', sagt1: 'sagt1', axial: 'axial' };
    const missing = CONDITIONS.slice(1).map((condition) => `${condition}_l2_l3`);
    const samples = gradeSamples({ rois }, 'global').samplesOf(study(missing));
    expect(samples.map(({ site }) => site.level)).to.eql(LEVELS);
    expect(samples[1]!.answer).to.eql({ kind: 'grades', grades: [1, -100, -100, -100, -100] });
  });

  it('puts the levels of a study on an axis of their own', () => {
    const rois = { sagt2: 'sagt2', sagt1: 'sagt1', axial: 'axial' };
    const [sample, ...others] = gradeSamples({ rois }, 'study').samplesOf(study([]));
    expect(others).to.eql([]);
    expect(sample!.inputs.map(({ shape }) => shape)).to.eql(Array(5).fill([5, 2, 4, 4]));
    expect(sample!.answer).to.eql({ kind: 'grades', grades: LOCATIONS.map((_, index) => index % 3) });
  });

  it('refuses regions that do not cover what the model looks at', () => {
    const plan = gradeSamples({ rois: { sagt1: 'sagt1' } }, 'foraminal');
    expect(thrownBy(() => plan.samplesOf(study([], bothSides.slice(1))))).to.include({
      code: 'SAMPLE_ENTRY_MISSING',
      message:
        'study 1: "rois.sagt1" has nothing for left l1_l2, which the model needs; let the steps compute it for every site',
    });
  });
});

describe('batchOf', () => {
  it('says what to lower where there is no memory for a batch', () => {
    const [samples, size] = [2 ** 17, 2 ** 20];
    const sample = { studyId: '1', site: {}, inputs: [], answer: { kind: 'grades', grades: [] } } as const;
    const one = { sample, inputs: [], target: { shape: [size], data: new Float32Array(size) } };
    expect(thrownBy(() => batchOf(Array.from({ length: samples }, () => one)))).to.include({
      code: 'BATCH_MEMORY_EXHAUSTED',
      reason:
        'out of memory for a batch of 524288 MB; lower training.batch, loading.readAhead, loading.shuffleMb or the resolution',
    });
  });
});
