import { link, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOnnxRuntime } from '../src/models/runtime/onnx/onnx-runtime.ts';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { openStudyFolder } from '../src/streams/sources/study-folder.ts';
import { ENSEMBLE_MODELS, writeUntrainedModels } from '../test/support/write-untrained-models.ts';
import { withBenchStudies } from './bench-studies.ts';

const FOLDS = 5;
const STUDIES = 3;
const MODELS_IN_MEMORY = 4;

/** Untrained run folders of five folds that share their bytes on disk. */
const writeEnsemble = async (into: string): Promise<void> => {
  await writeUntrainedModels({ into, models: ENSEMBLE_MODELS });
  for (const name of Object.keys(ENSEMBLE_MODELS))
    for (let fold = 2; fold <= FOLDS; fold++)
      await link(join(into, name, 'fold1-best.safetensors'), join(into, name, `fold${fold}-best.safetensors`));
};

/** Measures the full published ensemble, 75 networks, with few of them in memory at a time. */
export const ensembleBench = (report: (line: string) => void): Promise<void> =>
  withBenchStudies(async (studies, what) => {
    const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
    try {
      const models = join(folder, 'models');
      await writeEnsemble(models);
      const { studyIds } = await openStudyFolder({ root: studies });
      const { counts, times, runtime } = await gradeStudies({
        pipeline: 'rsna-2024-9th',
        studies,
        models,
        ids: studyIds.slice(0, STUDIES),
        out: join(folder, 'out'),
        concurrency: STUDIES,
        modelsInMemory: MODELS_IN_MEMORY,
        existing: 'refuse',
        startRuntime: () => startOnnxRuntime(),
        now: () => performance.now(),
        date: () => new Date(),
      });
      const { runMs = 0, sessionMs = 0, graphMs = 0 } = runtime ?? {};
      report(
        `${what}: ${counts.studies} studies, ${counts.failed} failed, ${Object.keys(ENSEMBLE_MODELS).length * FOLDS} networks, ${MODELS_IN_MEMORY} in memory`,
      );
      report(
        `${(times.streamingMs / 1000 / counts.studies).toFixed(1)} s a study; running ${(runMs / 1000).toFixed(1)} s, creating sessions ${(sessionMs / 1000).toFixed(1)} s, building graphs ${(graphMs / 1000).toFixed(1)} s`,
      );
      report(`peak memory ${times.peakRssMb} MB`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
