import { expect } from 'chai';
import { argMax } from '../../../src/imaging/index.ts';
import { plainSample, type ReadySample } from '../../../src/training/data/augment-sample.ts';
import { studyFlow } from '../../../src/training/data/study-flow.ts';
import type { TrainSample } from '../../../src/training/data/train-sample.ts';
import { loadExperiments } from '../../../src/training/experiment/load-experiments.ts';
import { openData } from '../../../src/training/run/open-data.ts';
import { type ArrayStatistics, statisticsDeviation, subsampledSlicesLast } from '../../support/array-statistics.ts';
import { goldenRegions } from '../../support/golden-regions.ts';
import { describeGoldens, goldenJson, goldenNpy, goldenPath, maxAbsDiff } from '../../support/goldens.ts';
import { fileEnv } from '../../support/operator-flow.ts';

/** Standardised values of 12-bit images: see the goldens' README. */
const PIXEL_TOL = 2e-5;

/** All samples of a shipped experiment, by study and place, before augmentation. */
const samplesOf = async (name: string): Promise<ReadonlyMap<string, ReadySample>> => {
  const [experiment] = (await loadExperiments(name, { rules: 'original' })).experiments;
  const { steps, plan, frame } = experiment!;
  const { labels, studiesOf } = await openData(experiment!, { data: goldenPath('studies') });
  const prepare = studyFlow(steps, plan, fileEnv());
  const targets = { stdPx: frame.samples.heatmaps?.stdPx ?? 10, classWeights: frame.training.classWeights };
  const samples = new Map<string, ReadySample>();
  for (const study of studiesOf([...labels.keys()]))
    for (const sample of await prepare({ study, labels: labels.get(study.id)!, rng: undefined }))
      samples.set(keyOf(sample), plainSample(sample, targets));
  return samples;
};

const keyOf = ({ studyId, site: { side, level } }: TrainSample): string =>
  [studyId, side, level].filter((part) => part !== undefined).join('/');

interface GoldenStack extends ArrayStatistics {
  readonly dataset: string;
  readonly phase: string;
  readonly study_id: string;
  readonly level?: string | null;
  readonly side?: string | null;
  readonly shape: readonly [number, number, number];
  readonly file?: string;
  readonly heatmaps?: readonly { readonly sum: number; readonly max: number; readonly argmax_yx: readonly number[] }[];
}

describeGoldens('samples of the shipped keypoint experiments', () => {
  for (const name of ['coord_sagt2', 'coord_sagt1', 'coord_axi'])
    it(`are what the original trains ${name} on`, async () => {
      const samples = await samplesOf(name.replace('_', '-'));
      const { items } = goldenJson<{ items: readonly GoldenStack[] }>('studies', 'expected', 'stage1', 'manifest.json');
      const own = items.filter(({ dataset, phase }) => dataset === name && phase === 'train files');
      expect(samples.size).to.equal(own.length);
      for (const golden of own) {
        const key = [golden.study_id, golden.side, golden.level].filter(Boolean).join('/');
        const { inputs, target } = samples.get(key)!;
        const [rows, columns, slices] = golden.shape;
        expect(inputs[0]!.shape, key).to.eql([slices, rows, columns]);
        expect(statisticsDeviation(inputs[0]!.data, golden), key).to.be.below(PIXEL_TOL);
        if (golden.file !== undefined) {
          const kept = subsampledSlicesLast(inputs[0]!.data, [slices, rows, columns], 8);
          expect(maxAbsDiff(kept, goldenNpy('studies', 'expected', golden.file).data), key).to.be.below(PIXEL_TOL);
        }
        golden.heatmaps?.forEach(({ sum, max, argmax_yx: [y, x] }, channel) => {
          const map = target.data.subarray(channel * rows * columns, (channel + 1) * rows * columns);
          expect(
            map.reduce((a, b) => a + b, 0),
            key,
          ).to.be.closeTo(sum, 1e-4 * Math.max(1, sum));
          expect(Math.max(...map.subarray(argMax(map), argMax(map) + 1)), key).to.be.closeTo(max, 1e-6);
          expect([Math.floor(argMax(map) / columns), argMax(map) % columns], key).to.eql([y, x]);
        });
      }
    });
});

/** Which inputs of which experiments the regions of the goldens are, by the beginning of their key. */
const INPUTS: Readonly<Record<string, readonly (readonly [experiment: string, input: string, side: boolean])[]>> = {
  sagt2: [
    ['spinal-roi', 'sagt2', false],
    ['global-roi', 'sagt2', false],
  ],
  axi_centre: [['spinal-roi', 'axial_centre', false]],
  sagt1_left: [
    ['foraminal-roi', 'sagt1', true],
    ['global-roi', 'sagt1_left', false],
  ],
  sagt1_right: [
    ['foraminal-roi', 'sagt1', true],
    ['global-roi', 'sagt1_right', false],
  ],
  axi_left: [
    ['subarticular-roi', 'axial', true],
    ['global-roi', 'axial_left', false],
  ],
  axi_right: [
    ['subarticular-roi', 'axial', true],
    ['global-roi', 'axial_right', false],
  ],
};

describeGoldens('samples of the shipped region experiments', () => {
  it('are what the original trains its region models on', async () => {
    const names = [...new Set(Object.values(INPUTS).flatMap((list) => list.map(([name]) => name)))];
    const byName = new Map<string, ReadonlyMap<string, ReadySample>>();
    for (const name of names) byName.set(name, await samplesOf(name));
    let compared = 0;
    for (const golden of goldenRegions('rois')) {
      const [, studyId, kind = '', level] = /^(\d+)\/(.*)_(l\d_[ls]\d)$/.exec(golden.key)!;
      for (const [name, input, sided] of INPUTS[kind]!) {
        const side = sided ? kind.slice(kind.lastIndexOf('_') + 1) : undefined;
        const sample = byName.get(name)!.get([studyId, side, level].filter(Boolean).join('/'));
        if (sample === undefined) continue; // without a grade there is nothing to learn
        const { data } = sample.inputs.find((one) => one.name === input)!;
        expect(statisticsDeviation(data, golden), `${name} ${golden.key}`).to.be.below(PIXEL_TOL);
        compared++;
      }
    }
    expect(compared).to.be.above(250);
  });

  it('have the grades of the study in the order of the logits', async () => {
    const grades = async (name: string, key: string) => {
      const { answer } = (await samplesOf(name)).get(key)!.sample;
      return answer.kind === 'grades' ? answer.grades : [];
    };
    const { labels } = await openData((await loadExperiments('study-roi', {})).experiments[0]!, {
      data: goldenPath('studies'),
    });
    const own = labels.get('2349013698')!.grades;
    expect(await grades('study-roi', '2349013698')).to.eql(Object.values(own));
    expect(await grades('global-roi', '2349013698/l4_l5')).to.eql(
      Object.entries(own).flatMap(([location, grade]) => (location.endsWith('l4_l5') ? [grade] : [])),
    );
    expect(await grades('foraminal-roi', '2349013698/right/l4_l5')).to.eql([
      own.right_neural_foraminal_narrowing_l4_l5,
    ]);
  });
});
