import { loadPretrained, pretrainedFile, requirePretrained } from '../../models/pretrained/pretrained-folder.ts';
import { sha256OfFile } from '../../models/sha256-of-file.ts';
import type { Split } from '../../models/weights/splits.ts';
import { backboneNameOf } from '../../models/zoo/backbone-network.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { checkStart } from './checks/check-start.ts';
import { pretrainedNeeded } from './errors.ts';
import { startOfFold } from './start-of-fold.ts';
import { type StartingWeights, startingWeights } from './starting-weights.ts';

const KEYWORDS: readonly (string | undefined)[] = [undefined, 'none', 'required'];

/** The folder of ImageNet backbones that an experiment names. */
const folderOf = ({ frame: { model } }: Experiment): string | undefined =>
  model.start !== undefined || KEYWORDS.includes(model.pretrained) ? undefined : model.pretrained;

/**
 * Refuses experiments that need pretrained weights and name none, or a folder without those of their backbone.
 * @throws TRAINING_PRETRAINED_NEEDED, PRETRAINED_MISSING
 */
export const requireBeginnings = (experiments: readonly Experiment[]): void => {
  const needy = experiments.filter(
    ({ frame: { model } }) => model.pretrained === 'required' && model.start === undefined,
  );
  if (needy.length > 0) {
    const backbones = new Set(needy.map(({ architecture }) => backboneNameOf(architecture.config)));
    throw pretrainedNeeded(
      needy.map(({ name }) => name),
      [...backbones],
    );
  }
  for (const experiment of experiments) {
    const folder = folderOf(experiment);
    if (folder !== undefined) requirePretrained(folder, experiment.architecture);
  }
};

/** The SHA-256 of the pretrained weights, for the record of a training; undefined where there are none. */
export const recordedPretrained = async (experiment: Experiment): Promise<string | undefined> => {
  const folder = folderOf(experiment);
  return folder === undefined
    ? undefined
    : sha256OfFile(pretrainedFile(folder, backboneNameOf(experiment.architecture.config)));
};

/** Whether each fold has weights to begin with, which have not seen what it is validated on. */
export const checkStarts = async (experiment: Experiment, splits: readonly Split[]): Promise<void> => {
  const { architecture, frame } = experiment;
  const pretrained = folderOf(experiment);
  if (pretrained !== undefined) await loadPretrained(pretrained, architecture);
  const loaded = new Set<number>();
  for (const split of splits) {
    const start = await startOfFold(frame.model.start, split.fold);
    if (start === undefined) return;
    await checkStart(start, [split]);
    if (!loaded.has(start.fold)) await startingWeights(architecture, { seed: 0, start });
    loaded.add(start.fold);
  }
};

/** The weights that a fold begins with; what is random in them is the fold's own. */
export const beginningOf = async (experiment: Experiment, split: Split): Promise<StartingWeights> => {
  const { architecture, frame } = experiment;
  const start = await startOfFold(frame.model.start, split.fold);
  await checkStart(start, [split]);
  const seed = `${frame.training.seed}/${split.fold}`;
  return startingWeights(architecture, { seed, start, pretrained: folderOf(experiment) });
};
