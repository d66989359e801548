import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../domain/is-record.ts';
import { SEVERITIES } from '../../domain/vocabulary.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { sha256Of } from '../../files/sha256.ts';
import { readRunFolder } from '../../models/weights/run-folder.ts';
import { type RunFolderConfigInput, runFolderConfigOf } from '../../models/weights/run-folder-config.ts';
import { formatSplits, type Split } from '../../models/weights/splits.ts';
import { isOutputLocked } from '../../run/output-lock.ts';
import { productVersion } from '../../run/product-version.ts';
import type { Labels } from '../data/labels/study-labels.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { EpochRecord } from './callbacks/events.ts';
import { foreignRunFolder } from './foreign-run-folder.ts';
import { publishFile } from './published-file.ts';

/** A run folder's record of its training; another training may resume it only if all of this is the same. */
type Training = Readonly<Record<string, unknown>>;

const trainingOf = ({ experiment, labels, splits, pretrained }: Recorded): Training => ({
  ...JSON.parse(experiment.identity),
  labelled: sha256Of(JSON.stringify([...labels])),
  folds: sha256Of(formatSplits(splits)),
  ...(pretrained !== undefined && { pretrained }),
});

/** Side of the regions, if the steps crop any. */
const sizeMmIn = (steps: readonly unknown[]): number | undefined => {
  const crop = steps.find((step) => isRecord(step) && 'crop-rois' in step);
  if (!isRecord(crop)) return undefined;
  const options = crop['crop-rois'];
  return isRecord(options) && 'sizeMm' in options ? Number(options.sizeMm) : 50;
};

const configOf = (experiment: Experiment, training: Training): RunFolderConfigInput => {
  const { name, architecture, frame } = experiment;
  const slices = Number(architecture.inputs[0]?.shape.at(-3));
  const { resolutionPx } = frame.model;
  const sizeMm = sizeMmIn(frame.steps);
  return {
    name,
    architecture: { ...architecture.config },
    ...(resolutionPx !== undefined && { input: { slices, resolutionPx, ...(sizeMm !== undefined && { sizeMm }) } }),
    ...(architecture.config.kind !== 'keypoints' && { classes: [...SEVERITIES] }),
    source: { format: 'spinestream', version: productVersion() },
    training,
  };
};

export interface Recorded {
  readonly experiment: Experiment;
  readonly labels: Labels;
  readonly splits: readonly Split[];
  /** SHA-256 of the pretrained starting weights, if any. */
  readonly pretrained?: string | undefined;
}

/**
 * Checks that an existing run folder belongs to this experiment, labels and folds. A folder without a trained fold can
 * be reused, since its experiment may have been corrected.
 * @returns whether it exists and can be used
 * @throws RUN_FOLDER_FOREIGN, RUN_FOLDER_CONFIG_INVALID
 */
export const checkRunFolder = async (folder: string, recorded: Recorded): Promise<{ readonly there: boolean }> => {
  if (!existsSync(join(folder, 'config.json'))) return { there: false };
  const found = (await readRunFolder(folder)).config.training;
  const own = trainingOf(recorded);
  const differing = differences(own, found);
  if (differing.length === 0) return { there: true };
  if (found === undefined || (await isInUse(folder))) throw foreignRunFolder(differing, { own, found, folder });
  return { there: false };
};

/** Whether a fold was trained here, or is being trained by a running process. */
const isInUse = async (folder: string): Promise<boolean> => {
  if ((await readdir(folder)).some((name) => name.endsWith('.safetensors'))) return true;
  const logs = join(folder, 'logs');
  const folds = existsSync(logs) ? await readdir(logs) : [];
  const held = await Promise.all(folds.map((fold) => isOutputLocked(join(logs, fold))));
  return held.includes(true);
};

/**
 * Creates the run folder of an experiment, or checks that the existing one has the same experiment, labels and folds.
 * Several processes may train its folds concurrently.
 * @throws RUN_FOLDER_FOREIGN, RUN_FOLDER_CONFIG_INVALID
 */
export const openRunFolder = async (folder: string, recorded: Recorded): Promise<void> => {
  if ((await checkRunFolder(folder, recorded)).there) return;
  const { experiment, splits } = recorded;
  const training = trainingOf(recorded);
  const config = runFolderConfigOf(configOf(experiment, training));
  await makeFolder(folder);
  await publishFile(join(folder, 'splits.csv'), formatSplits(splits));
  await publishFile(join(folder, 'config.json'), `${JSON.stringify(config, undefined, 2)}\n`);
};

/** The parts of two trainings that differ. */
const differences = (own: Training, found: unknown): readonly string[] => {
  if (!isRecord(found)) return ['its origin'];
  return Object.keys({ ...own, ...found }).filter((key) => JSON.stringify(own[key]) !== JSON.stringify(found[key]));
};

const historyFile = (folder: string): string => join(folder, 'history.jsonl');

const linesOf = async (folder: string): Promise<readonly string[]> =>
  existsSync(historyFile(folder)) ? (await readFile(historyFile(folder), 'utf8')).split('\n') : [];

/**
 * Appends an epoch to history.jsonl, unless it is already there: a training may be killed between its checkpoint and
 * this line.
 */
export const addToHistory = async (folder: string, record: EpochRecord): Promise<void> => {
  const start = `{"fold":${record.fold},"epoch":${record.epoch},`;
  if ((await linesOf(folder)).some((line) => line.startsWith(start))) return;
  await appendFile(historyFile(folder), `${JSON.stringify(record)}\n`, { flush: true });
};

/** Removes a fold's epochs from the history when its training starts over. */
export const forgetHistory = async (folder: string, fold: number): Promise<void> => {
  const lines = await linesOf(folder);
  const kept = lines.filter((line) => line !== '' && !line.startsWith(`{"fold":${fold},`));
  if (lines.length > 0) await publishFile(historyFile(folder), kept.map((line) => `${line}\n`).join(''));
};
