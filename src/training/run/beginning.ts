import { loadPretrained, pretrainedFile, requirePretrained } from '../../models/pretrained/pretrained-folder.ts';
import { sha256OfFile } from '../../models/sha256-of-file.ts';
import type { Split } from '../../models/weights/splits.ts';
import { backboneNameOf } from '../../models/zoo/backbone-network.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { pretrainedNeeded } from './errors.ts';
import { checkStart, startOfFold } from './start-of-fold.ts';
import { type StartingWeights, startingWeights } from './starting-weights.ts';

const KEYWORDS: readonly (string | undefined)[] = [undefined, 'none', 'required'];

/** Folder of ImageNet backbones for an experiment. */
const folderOf = ({ frame: { model } }: Experiment): string | undefined =>
  model.start !== undefined || KEYWORDS.includes(model.pretrained) ? undefined : model.pretrained;

/**
 * Refuses experiments that need pretrained weights but do not specify them, or whose folder lacks their backbone.
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

/** SHA-256 of the pretrained weights, for the training record; undefined if there are none. */
export const recordedPretrained = async (experiment: Experiment): Promise<string | undefined> => {
  const folder = folderOf(experiment);
  return folder === undefined
    ? undefined
    : sha256OfFile(pretrainedFile(folder, backboneNameOf(experiment.architecture.config)));
};

/** Data leakage check: each fold's starting weights exist and have not seen its validation studies. */
export const checkStarts = async (experiment: Experiment, splits: readonly Split[]): Promise<void> => {
  const { architecture, frame } = experiment;
  const pretrained = folderOf(experiment);
  if (pretrained !== undefined) await loadPretrained(pretrained, architecture);
  const loaded = new Set<number>();
  for (const split of splits) {
    const start = await startOfFold(frame.model.start, split.fold);
    if (start === undefined) return;
    await checkStart(start, split);
    if (!loaded.has(start.fold)) await startingWeights(architecture, { seed: 0, start });
    loaded.add(start.fold);
  }
};

/** The starting weights of a fold; random parts are specific to the fold. */
export const beginningOf = async (experiment: Experiment, split: Split): Promise<StartingWeights> => {
  const { architecture, frame } = experiment;
  const start = await startOfFold(frame.model.start, split.fold);
  await checkStart(start, split);
  const seed = `${frame.training.seed}/${split.fold}`;
  return startingWeights(architecture, { seed, start, pretrained: folderOf(experiment) });
};
