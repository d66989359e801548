import { join } from 'node:path';
import { loadModels, type ModelStore, openModel } from '../../src/models/model-store.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { writeRunFolder } from '../../src/models/weights/run-folder.ts';
import { type ArchitectureConfig, architectureOf } from '../../src/models/zoo/architecture.ts';
import { filledWeights } from './filled-weights.ts';
import { remembering } from './remembering.ts';
import { madeOnce } from './root-hooks.ts';
import { sharedFolder } from './temporary-folder.ts';
import { SHIPPED_MODELS, writeUntrainedModels } from './write-untrained-models.ts';

const STUDY_MODEL: ArchitectureConfig = { kind: 'study', backbone: 'resnet18' };

const writeStudyModel = (into: string): Promise<void> =>
  writeRunFolder(join(into, 'study_resnet18'), {
    config: {
      name: 'study_resnet18',
      architecture: { ...STUDY_MODEL },
      input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
      source: { format: 'untrained' },
    },
    folds: [{ fold: 1, which: 'best', weights: filledWeights(architectureOf(STUDY_MODEL, { resolutionPx: 128 })) }],
  });

/** A folder of run folders with untrained weights, shared by tests: the shipped models and `study_resnet18`. */
export const untrainedModels = (): Promise<string> =>
  sharedFolder('untrained-models', async (into) => {
    await writeUntrainedModels({ into });
    await writeStudyModel(into);
  });

const startedRuntime = madeOnce(
  () => startOnnxRuntime({ threads: 1 }),
  (runtime) => runtime.close(),
);

const loaded = async (): Promise<ModelStore> => {
  const root = await untrainedModels();
  const names = [...Object.keys(SHIPPED_MODELS).filter((name) => name.endsWith('_resnet18')), 'study_resnet18'];
  const opened = names.map((name) =>
    openModel({
      name: name.replace('_resnet18', ''),
      path: join(root, name),
      folds: 'all',
      weights: 'best',
    }),
  );
  return remembering(await loadModels(await Promise.all(opened), await startedRuntime()));
};

/** The untrained region models (`spinal`, `foraminal`, `subarticular`, `global`, `study`) in ONNX Runtime, shared by tests. */
export const untrainedRegionModels = madeOnce(loaded);
