import type { Diagnostic } from '../../config/diagnostic.ts';
import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import { CONDITIONS, SEVERITIES } from '../../domain/vocabulary.ts';
import type { ReadySample } from '../data/augment-sample.ts';
import { previewOfLogits, samplesNone } from '../data/errors.ts';
import { inRandomOrder } from '../data/rng-streams.ts';
import { nameOfSample } from '../data/train-sample.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Grade } from '../losses/class-targets.ts';
import { experimentDataset } from '../run/experiment-dataset.ts';
import { type DataOptions, openData } from '../run/open-data.ts';
import { contactSheet } from './contact-sheet.ts';
import { sampleTiles } from './sample-tiles.ts';

export interface PreviewOptions extends DataOptions {
  readonly samples: number;
  /** From 0; different epochs give different samples. */
  readonly epoch: number;
  readonly tilePx?: number;
  /** Called with warnings about the labels. */
  readonly onWarning?: (warning: Diagnostic) => void;
}

const DEFAULT_TILE_PX = 160;
/** Roughly the width of a screen. */
const SHEET_PX = 1800;

/**
 * Returns a PNG image of samples of a training epoch, augmented and with their targets.
 * @param o  the data, the epoch from 0, the number of samples, and the side of a tile in pixels
 * @throws errors of `openData`, SAMPLES_NONE, and PREVIEW_OF_LOGITS for a level-2 network
 *
 * @example
 * import { loadExperiments, previewExperiment } from 'spinestream/training';
 *
 * const [experiment] = (await loadExperiments('keypoints.yaml', {})).experiments;
 * const png = await previewExperiment(experiment!, { data: 'data', epoch: 0, samples: 2 });
 * png.toString('latin1', 1, 4); // 'PNG'
 */
export const previewExperiment = async (experiment: Experiment, o: PreviewOptions): Promise<Buffer> => {
  if (experiment.frame.samples.logits !== undefined) throw previewOfLogits(experiment.name);
  const { labels, studiesOf, warnings } = await openData(experiment, o);
  for (const one of warnings) o.onWarning?.(one);
  const { seed } = experiment.frame.training;
  const ids = inRandomOrder([...labels.keys()], `${seed}/${o.epoch}/preview`).slice(0, o.samples);
  const signal = new AbortController().signal;
  const samples = experimentDataset(experiment, { studies: studiesOf(ids), labels, signal });
  const ready: ReadySample[] = [];
  for await (const sample of samples.augmented({ epoch: o.epoch })) {
    ready.push(sample);
    if (ready.length === o.samples) break;
  }
  if (ready.length === 0) throw samplesNone('previewed', ids.length);
  const { tilePx = DEFAULT_TILE_PX } = o;
  const blocks = ready.map((one) => ({ caption: captionOf(one), tiles: sampleTiles(one) }));
  const blockPx = tilePx * Math.max(2, blocks[0]?.tiles[0]?.length ?? 1);
  return contactSheet(blocks, { tilePx, across: Math.max(1, Math.floor(SHEET_PX / blockPx)) });
};

/** `4003253 left l4_l5: Moderate` */
export const captionOf = ({ sample }: ReadySample): string => {
  const name = nameOfSample(sample);
  const { answer } = sample;
  if (answer.kind === 'points') {
    const found = answer.points.filter((point) => point !== undefined).length;
    return `${name}: ${found} of ${answer.points.length} points`;
  }
  return `${name}: ${shortGrades(answer.grades)}`;
};

/**
 * One grade by name, several as digits by condition, one digit per level (0 is normal or mild, 2 severe); `-` if
 * missing. For fractions, the greatest.
 */
const shortGrades = (shared: readonly Grade[]): string => {
  const grades = shared.map((grade) => (typeof grade === 'number' ? grade : greatestIndex(grade)));
  const [only] = grades;
  if (grades.length === 1) return SEVERITIES[only!] ?? '-';
  const levels = grades.length / CONDITIONS.length;
  const [canal, ...sides] = CONDITIONS.map((_, condition) =>
    grades
      .slice(condition * levels, (condition + 1) * levels)
      .map((grade) => (grade < 0 ? '-' : String(grade)))
      .join(''),
  );
  return `canal ${canal}, foramina L ${sides[0]} R ${sides[1]}, recesses L ${sides[2]} R ${sides[3]}`;
};
