import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { builtInContext } from '../../src/config/check-files.ts';
import { loadPipeline } from '../../src/config/check-pipeline.ts';
import { pipelinePath } from '../../src/config/shipped.ts';
import type { EntryName } from '../../src/core/entries.ts';
import { entryOf, type StudyState, stateOf } from '../../src/core/study-state.ts';
import { readBytes, readHeader } from '../../src/dicom/index.ts';
import type { StudyRef } from '../../src/domain/study.ts';
import type { SeriesKind } from '../../src/domain/vocabulary.ts';
import { listFiles } from '../../src/files/list-files.ts';
import { loadModels, type ModelStore, openModel } from '../../src/models/model-store.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Runtime } from '../../src/models/runtime/runtime.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { openStudyFolder } from '../../src/streams/sources/study-folder.ts';
import { allStudies } from '../../src/streams/sources/study-sources.ts';
import { describeGoldens, goldenPath } from '../support/goldens.ts';
import { fileEnv, through } from '../support/operator-flow.ts';
import { keptFolder } from '../support/temporary-folder.ts';

const NANO = fileURLToPath(new URL('../../weights/nano', import.meta.url));

type Rules = 'dicom' | 'original';

/** What a family of grades is made of, and what comes of it. */
const FAMILIES = {
  spinal: ['keypoints.sagt2', 'rois.sagt2', 'rois.axial-centre', 'probabilities.final'],
  foraminal: ['keypoints.sagt1', 'rois.sagt1', 'probabilities.final'],
  subarticular: ['keypoints.axial', 'rois.axial', 'probabilities.final'],
} as const satisfies Readonly<Record<string, readonly EntryName[]>>;
type Family = keyof typeof FAMILIES;

/** All entries of a study after the last step of the shipped pipeline. */
const graded = async (study: StudyRef, rules: Rules, models: ModelStore): Promise<StudyState> => {
  const context = builtInContext({ models: NANO, out: '', studies: '', rules });
  const { pipeline } = await loadPipeline(pipelinePath('demo'), context);
  const env = fileEnv(models);
  return through(stateOf(study), ...pipeline.steps.map(({ operator }) => operator.start(env)));
};

/** An entry as far as it is of the family, with every number of every region. */
const shown = (state: StudyState, name: EntryName, family: Family): unknown =>
  name === 'probabilities.final'
    ? entryOf(state, name).filter(({ condition }) => condition.includes(family))
    : entryOf(state, name);

const differing = (a: StudyState, b: StudyState): readonly Family[] =>
  (Object.keys(FAMILIES) as readonly Family[]).filter((family) =>
    FAMILIES[family].some((name) => {
      try {
        expect(shown(a, name, family)).to.deep.equal(shown(b, name, family));
        return false;
      } catch {
        return true;
      }
    }),
  );

const withoutSpacing = async ({ series }: StudyRef): Promise<readonly SeriesKind[]> => {
  const found: SeriesKind[] = [];
  for (const { kind, folder } of series) {
    const [name] = await listFiles(folder);
    const header = await readHeader(readBytes, { name: name!, path: join(folder, name!) });
    if (header.spacingBetweenSlicesMm === undefined) found.push(kind);
  }
  return found;
};

/** Of a folder in the challenge's layout. */
const comparedRules = (folder: () => Promise<string>): void => {
  let runtime: Runtime;
  let models: ModelStore;
  let studies: readonly StudyRef[];

  before(async function () {
    this.timeout(120_000);
    runtime = await startOnnxRuntime({ threads: 1 });
    const names = ['coord_sagt2', 'coord_sagt1', 'coord_axi', 'spinal', 'foraminal', 'subarticular'];
    const opened = names.map((name) =>
      openModel({ name, path: join(NANO, `nano_${name}`), folds: 'all', weights: 'best' }),
    );
    models = await loadModels(await Promise.all(opened), runtime);
    const items: StudyRef[] = [];
    for await (const { study, error } of allStudies(await openStudyFolder({ root: await folder() })))
      if (error === undefined) items.push(study);
    studies = items;
  });
  after(() => runtime.close());

  it('give the same numbers, but for foramina where the Sagittal T1 series does not say its spacing', async function () {
    this.timeout(120_000);
    let different = 0;
    for (const study of studies) {
      const [original, dicom] = [await graded(study, 'original', models), await graded(study, 'dicom', models)];
      const lacks = (await withoutSpacing(study)).includes('Sagittal T1');
      expect(differing(original, dicom), study.id).to.deep.equal(lacks ? ['foraminal'] : []);
      if (!lacks) continue;
      different++;
      const filesOf = (state: StudyState) => entryOf(state, 'selections.sagt1').map(({ files }) => files);
      const [left, right] = filesOf(original);
      expect(left, 'the original takes both sides from the middle').to.deep.equal(right);
      const [measuredLeft, measuredRight] = filesOf(dicom);
      expect(measuredLeft, 'positions tell the sides apart').to.not.deep.equal(measuredRight);
    }
    expect(different, 'studies without spacing').to.be.at.least(1);
  });
};

describeGoldens('the two rule sets on the golden studies', () => {
  comparedRules(async () => goldenPath('studies'));
});

describe('the two rule sets on phantoms', () => {
  comparedRules(async () => {
    const out = join(await keptFolder(), 'phantoms');
    await makePhantoms({ studies: 4, seed: 45, out });
    return out;
  });
});
