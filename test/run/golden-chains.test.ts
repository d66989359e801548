import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { builtInContext } from '../../src/config/check-files.ts';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { pipelinePath } from '../../src/config/shipped.ts';
import type { Pipeline } from '../../src/core/pipeline.ts';
import { type StudyState, stateOf } from '../../src/core/study-state.ts';
import type { StudyRef } from '../../src/domain/study.ts';
import type { ModelStore } from '../../src/models/model-store.ts';
import type { Tensors } from '../../src/models/runtime/runtime.ts';
import { readLabels } from '../../src/training/data/labels/read-labels.ts';
import { bySeriesOfLabels } from '../../src/training/series-of-labels.ts';
import { statisticsOf } from '../support/array-statistics.ts';
import { fakeModel, mapsWithPeaks, storeOf } from '../support/fake-models.ts';
import { coordinateDeviation } from '../support/golden-coordinates.ts';
import { goldenAverages, gradeDeviations } from '../support/golden-grades.ts';
import { goldenRegions, regionDeviation } from '../support/golden-regions.ts';
import { goldenStudies, type KeypointModel } from '../support/golden-studies.ts';
import { describeGoldens, goldenJson, goldenPath } from '../support/goldens.ts';
import { fileEnv, through } from '../support/operator-flow.ts';
import { NOTHING_MADE, outputEnv } from '../support/output-env.ts';
import { untrainedRegionModels } from '../support/untrained-models.ts';
import { SHIPPED_MODELS } from '../support/write-untrained-models.ts';

interface GoldenPeaks {
  readonly model: KeypointModel;
  readonly study_id: string;
  readonly files: readonly string[];
  readonly input_sum_abs: number;
  readonly argmax_yx: readonly (readonly [row: number, column: number])[];
}

/** Stage-1 inputs deviate by 2e-5 at most, see the goldens' README: so does the mean of their absolute values. */
const STACK_TOL = 2e-5;
const REGION_TOL = 2e-5;
const LOGITS_TOL = 2e-5;
const RESULT_TOL = 1e-5;
const COORDINATE_TOL = 1e-12;

/** Draws the given peaks one after the other, and makes sure that it is shown the stack that each belongs to. */
const scripted = (peaks: readonly GoldenPeaks[]) => {
  let next = 0;
  return ({ stack }: Tensors): Tensors => {
    const expected = peaks[next++];
    const meanAbs = statisticsOf(stack!.data).sum_abs / stack!.data.length;
    expect(meanAbs).to.be.closeTo((expected?.input_sum_abs ?? Number.NaN) / stack!.data.length, STACK_TOL);
    return mapsWithPeaks(expected!.argmax_yx, 512);
  };
};

/** Keypoint models that find the given peaks of one study; blank stacks are never shown to them. */
const scriptedModels = (peaks: readonly GoldenPeaks[], studyId: string): ModelStore =>
  storeOf(
    ...(['coord_sagt2', 'coord_sagt1', 'coord_axi'] as const).map((name) => {
      const ofModel = peaks.filter((one) => one.model === name && one.study_id === studyId && one.files.length > 0);
      const { architecture } = SHIPPED_MODELS[name]!;
      return fakeModel({ name, architecture, resolutionPx: 512, answers: [scripted(ofModel)] });
    }),
  );

/** The shipped pipeline, with the series chosen as in inference or as in training. */
const twoStage = async (rules: 'test' | 'train'): Promise<Pipeline> => {
  const text = await readFile(pipelinePath('two-stage'), 'utf8');
  const context = builtInContext({ models: 'models', rules: 'original' });
  const { pipeline, diagnostics } = checkPipeline(text, 'two-stage.yaml', context);
  expect(diagnostics).to.deep.equal([]);
  if (rules === 'test') return pipeline!;
  const arranged = bySeriesOfLabels(pipeline!, (await readLabels({ root: goldenPath('studies') })).labels);
  expect(arranged.canonical).not.to.equal(pipeline!.canonical);
  return arranged;
};

for (const rules of ['test', 'train'] as const)
  describeGoldens(`the two-stage pipeline behind given heatmap peaks, series by the ${rules} rules`, () => {
    const folder = `chain_${rules}_rules`;
    const states = new Map<string, StudyState>();
    let pipeline: Pipeline;

    /** All steps with nothing dropped on the way, so that everything can be compared. */
    const graded = async (study: StudyRef, peaks: readonly GoldenPeaks[], regions: ModelStore): Promise<StudyState> => {
      const keypoints = scriptedModels(peaks, study.id);
      const env = fileEnv({ get: (name) => (name.startsWith('coord_') ? keypoints : regions).get(name) });
      const steps = pipeline.steps.map(({ operator }) => operator.start(env));
      return through(stateOf(study), ...steps, ...goldenAverages());
    };

    before(async function () {
      this.timeout(180_000);
      pipeline = await twoStage(rules);
      const { peaks } = goldenJson<{ peaks: readonly GoldenPeaks[] }>('studies', 'expected', folder, 'peaks.json');
      const regions = await untrainedRegionModels();
      for (const study of await goldenStudies()) states.set(study.id, await graded(study, peaks, regions));
    });

    it('writes the coordinates of the original', async () => {
      const { open } = pipeline.outputs.find(({ name }) => name === 'coordinates')!;
      const { ofStudy } = await open(
        { fingerprint: '', nameSalt: 'salt', spinestream: '', pipeline: '', stepsSha256: '', models: [] },
        outputEnv(),
      );
      const outputs = await Promise.all(
        [...states.values()].map((state) => ofStudy({ study: state.study, state }, NOTHING_MADE)),
      );
      const cells = outputs.flatMap(({ rows = [] }) => rows);
      expect(coordinateDeviation(cells, folder)).to.be.at.most(COORDINATE_TOL);
    });

    it('cuts the regions of the original', () => {
      for (const region of goldenRegions(folder)) {
        const state = states.get(region.key.split('/')[0]!)!;
        expect(regionDeviation(state, region), region.key).to.be.at.most(REGION_TOL);
      }
    });

    it('gives the logits, probabilities and scores of the original', () => {
      const deviations = gradeDeviations(states, folder);
      expect(deviations.logits).to.be.at.most(LOGITS_TOL);
      expect(deviations.means).to.be.at.most(LOGITS_TOL);
      expect(deviations.probabilities).to.be.at.most(RESULT_TOL);
      expect(deviations.score).to.be.at.most(RESULT_TOL);
    });
  });
