import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { builtInContext, checkFiles } from '../../src/config/check-files.ts';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { modelInputDiagnostics } from '../../src/config/model-inputs.ts';
import { runFolderConfigOf } from '../../src/models/weights/run-folder-config.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { writeTree } from '../support/file-tree.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NANO = join(ROOT, 'weights', 'nano');
const DEMO = join(ROOT, 'pipelines', 'demo.yaml');

/** A pipeline that grades the foramina, with some text of it replaced. */
const pipelineWith = (from = '', to = '') => {
  const text = `models: { coord: m/coord, foraminal: m/foraminal }
steps:
  - load-series: {}
  - select-slices: { kind: Sagittal T1, slices: 3, position: lateral, lateralMm: 16.8, as: t1 }
  - normalise: { selections: t1, as: t1 }
  - heatmap-keypoints: { model: coord, stacks: t1, as: t1 }
  - select-slices: { keypoints: t1, slices: 5, as: roi }
  - crop-rois: { keypoints: t1, selections: roi, as: t1 }
  - classify: { model: foraminal, rois: { sagt1: t1 }, as: f }
  - ensemble-average: { logits: [f], as: final }
outputs:
  - submission: { probabilities: final }
`;
  if (!text.includes(from)) throw new Error(`no "${from}" in the pipeline`);
  const { pipeline, diagnostics } = checkPipeline(text.replace(from, to), 'p.yaml', builtInContext({}));
  if (pipeline === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return pipeline;
};

const training = (steps: readonly object[], samples: object) => ({ steps: [{ 'load-series': {} }, ...steps], samples });
const COORD = {
  name: 'coord',
  architecture: { kind: 'keypoints' },
  input: { slices: 3, resolutionPx: 512 },
  training: training(
    [
      { 'label-keypoints': { conditions: 'foraminal', as: 'k' } },
      { 'label-anchors': { keypoints: 'k', by: 'level', as: 'a' } },
      { 'select-slices': { instances: 'a', slices: 3, position: 'lateral', lateralMm: 16.8, as: 's' } },
      { normalise: { selections: 's', as: 'x' } },
    ],
    { heatmaps: { stacks: 'x', keypoints: 'k' } },
  ),
};
const FORAMINAL = {
  name: 'foraminal',
  architecture: { kind: 'foraminal' },
  input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
  training: training(
    [
      { 'label-keypoints': { conditions: 'foraminal', as: 'k' } },
      { 'select-slices': { keypoints: 'k', slices: 5, as: 's' } },
      { 'crop-rois': { keypoints: 'k', selections: 's', as: 'x' } },
    ],
    { grades: { rois: { sagt1: 'x' } } },
  ),
};

const differences = (pipeline: ReturnType<typeof pipelineWith>, models: Readonly<Record<string, object>>) =>
  modelInputDiagnostics(
    pipeline,
    Object.entries(models).map(([name, config]) => ({ name, path: `m/${name}`, config: runFolderConfigOf(config) })),
  ).map(({ line, column, message }) => `${line}:${column} ${message}`);

const REMEDY = 'make them agree, or give --allow-mismatch';

describe('modelInputDiagnostics', () => {
  it('finds nothing where a pipeline feeds its models as they were trained, defaults included', () => {
    expect(differences(pipelineWith(), { coord: COORD, foraminal: FORAMINAL })).to.deep.equal([]);
  });

  const changed: readonly (readonly [what: string, from: string, to: string, expected: readonly string[]])[] = [
    [
      'a size',
      'selections: roi, as: t1',
      'selections: roi, sizeMm: 25, as: t1',
      [
        `8:58 crop-rois: sizeMm is 25, but model "foraminal" was trained on 50 for its input sagt1 (m/foraminal/config.json: training.steps[3], crop-rois sizeMm); ${REMEDY}`,
      ],
    ],
    [
      'a mirroring',
      'selections: roi, as: t1',
      'selections: roi, mirror: right, as: t1',
      [
        `8:58 crop-rois: mirror is right, but model "foraminal" was trained on none for its input sagt1 (m/foraminal/config.json: training.steps[3], crop-rois mirror); ${REMEDY}`,
      ],
    ],
    [
      'a number of slices',
      'keypoints: t1, slices: 5',
      'keypoints: t1, slices: 4',
      [
        `7:45 select-slices: slices is 4, but model "foraminal" was trained on 5 for its input sagt1 (m/foraminal/config.json: training.steps[2], select-slices slices); ${REMEDY}`,
      ],
    ],
    [
      'a resolution that is not written',
      'normalise: { selections: t1, as: t1 }',
      'normalise: { selections: t1, resolutionPx: 256, as: t1 }',
      [
        `5:48 normalise: resolutionPx is 256, but model "coord" was trained on 512 (m/coord/config.json: training.steps[4], normalise resolutionPx); ${REMEDY}`,
      ],
    ],
    [
      'a kind of series, wherever it goes',
      'kind: Sagittal T1',
      'kind: Sagittal T2/STIR',
      [
        `4:28 select-slices: kind is Sagittal T2/STIR, but model "coord" was trained on Sagittal T1 (m/coord/config.json: training.steps[3], select-slices instances); ${REMEDY}`,
        `7:33 select-slices: kind is Sagittal T2/STIR, but model "foraminal" was trained on Sagittal T1 for its input sagt1 (m/foraminal/config.json: training.steps[2], select-slices keypoints); ${REMEDY}`,
      ],
    ],
  ];
  for (const [what, from, to, expected] of changed)
    it(`finds ${what} that differs, naming both places`, () => {
      expect(differences(pipelineWith(from, to), { coord: COORD, foraminal: FORAMINAL })).to.deep.equal(expected);
    });

  it('goes by the input of a model that was imported without its training', () => {
    const { training: _, ...imported } = FORAMINAL;
    const small = pipelineWith('selections: roi, as: t1', 'selections: roi, sizeMm: 25, mirror: right, as: t1');
    expect(differences(small, { coord: COORD, foraminal: imported })).to.deep.equal([
      `8:58 crop-rois: sizeMm is 25, but model "foraminal" was trained on 50 for its input sagt1 (m/foraminal/config.json: input.sizeMm); ${REMEDY}`,
    ]);
  });

  it('compares nothing of what an operator of somebody’s own writes', () => {
    const foreign = { ...FORAMINAL, training: { ...FORAMINAL.training, steps: [{ mine: { as: 'x' } }] } };
    expect(differences(pipelineWith(), { coord: COORD, foraminal: foreign })).to.deep.equal([]);
  });
});

describe('a pipeline that feeds a model with something else', () => {
  const folder = temporaryFolder();
  const narrow = async (): Promise<string> => {
    const path = join(folder(), 'narrow.yaml');
    const text = await readFile(DEMO, 'utf8');
    const crop = 'crop-rois: { keypoints: sagt2, selections: sagt2, ';
    expect(text).to.include(crop);
    await writeFile(path, text.replace(crop, `${crop}sizeMm: 25, `));
    return path;
  };

  it('does not pass the check, where the models are there, but for --allow-mismatch', async () => {
    const path = await narrow();
    const severities = async (models: string, allowMismatch = false) =>
      (await checkFiles([path], { models }, { allowMismatch })).map(({ severity, code }) => `${severity} ${code}`);
    expect(await severities(NANO)).to.deep.equal(['error MODEL_INPUT_DIFFERS']);
    expect(await severities(NANO, true)).to.deep.equal(['warning MODEL_INPUT_DIFFERS']);
    expect(await severities('nowhere')).to.deep.equal([]);
  });

  it('is not run, and leaves no output folder', async () => {
    await writeTree(folder(), { 'studies/1/a/1.dcm': '' });
    const error = await rejectionOf(
      gradeStudies({
        pipeline: await narrow(),
        studies: join(folder(), 'studies'),
        models: NANO,
        out: join(folder(), 'out'),
        concurrency: 1,
        existing: 'resume', // refused only after the check of the models
        startRuntime: () => Promise.reject(new Error('not so far')),
        now: () => 0,
        date: () => new Date(0),
      }),
    );
    expect(error.code).to.equal('CONFIGURATION_INVALID');
    expect(error.message).to.include('sizeMm is 25, but model "spinal" was trained on 50');
  });

  it('is none of those that ship', async () => {
    expect(await checkFiles(['demo'], { models: NANO })).to.deep.equal([]);
  });
});
