import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipelinePath } from '../../../src/config/shipped.ts';
import { type Split, writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { studySetHash, TRAIN_STUDIES_HASH } from '../../../src/models/weights/study-set-hash.ts';
import { architectureOf, type ImageConfig } from '../../../src/models/zoo/architecture.ts';
import type { ModelInput } from '../../../src/models/zoo/usual-input.ts';
import { filledWeights } from '../../support/filled-weights.ts';

interface Shape {
  readonly architecture: ImageConfig;
  readonly input: ModelInput;
}

const STAGE_1_PX = 64;

const finder = (slices: number, outChannels: number): Shape => ({
  architecture: { kind: 'keypoints', encoder: 'resnet10_nano', inChannels: slices, outChannels },
  input: { slices, resolutionPx: STAGE_1_PX },
});

const MODELS: Readonly<Record<string, Shape>> = {
  coord_sagt2: finder(5, 5),
  coord_sagt1: finder(3, 5),
  coord_axi: finder(3, 2),
  global_resnet18: {
    architecture: { kind: 'global', backbone: 'resnet10_nano', hidden: 16 },
    input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
  },
};

/** The shipped pipeline "global" on small pictures in stage 1. */
export const smallPipeline = async (): Promise<string> =>
  (await readFile(pipelinePath('global'), 'utf8')).replaceAll(
    /(normalise: \{[^}]*resolutionPx: )"\$\{\w+\}"/g,
    `$1${STAGE_1_PX}`,
  );

/** Run folders for it, with untrained weights of some folds that say they were trained on these studies. */
export const smallModels = async (into: string, splits: readonly Split[]): Promise<void> => {
  for (const [name, { architecture, input }] of Object.entries(MODELS)) {
    const weights = filledWeights(architectureOf(architecture, { resolutionPx: input.resolutionPx }));
    await writeRunFolder(join(into, name), {
      config: { name, architecture: { ...architecture }, input, source: { format: 'untrained' } },
      splits,
      folds: splits.map(({ fold, train }) => ({
        fold,
        which: 'best',
        weights,
        metadata: { [TRAIN_STUDIES_HASH]: studySetHash(train) },
      })),
    });
  }
};
