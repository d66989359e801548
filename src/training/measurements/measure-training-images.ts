import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { firstValueFrom, of } from 'rxjs';
import { entryOf, stateOf } from '../../core/study-state.ts';
import type { ImageReference, ImageStatistics } from '../../domain/statistics/image-statistics.ts';
import type { StudyRef } from '../../domain/study.ts';
import { imageReferenceOf } from '../../imaging/index.ts';
import { formatImageReference, IMAGE_REFERENCE_FILE } from '../../models/weights/image-reference-record.ts';
import { readRunFolder } from '../../models/weights/run-folder.ts';
import type { Split } from '../../models/weights/splits.ts';
import { measuredStudy } from '../../operators/images/measured-study.ts';
import { loadSeries } from '../../operators/load-series.ts';
import { openStudies } from '../../streams/sources/open-studies.ts';
import { mapInOrder } from '../data/in-order.ts';
import { studiesIn } from '../data/labels/studies-of-labels.ts';
import { imagesStudiesMissing } from '../run/errors.ts';
import { publishFile } from '../run/published-file.ts';
import { STEPS_ENV } from '../run/steps-env.ts';

/** Studies whose images are read concurrently. */
const READERS = 2;

/** Options of `measureTrainingImages`. */
export interface MeasureImagesOptions {
  /** Folder of the training studies. */
  readonly studies: string;
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const statisticsOf = async (study: StudyRef): Promise<ImageStatistics> => {
  const state = await firstValueFrom(of(stateOf(study)).pipe(loadSeries(STEPS_ENV, {})));
  return measuredStudy(entryOf(state, 'series'), entryOf(state, 'slices'), STEPS_ENV);
};

const referenceOf = async (
  studies: readonly StudyRef[],
  { signal, onProgress }: Pick<MeasureImagesOptions, 'signal' | 'onProgress'>,
): Promise<ImageReference> => {
  const measured: ImageStatistics[] = [];
  for await (const one of mapInOrder(studies, READERS, statisticsOf)) {
    signal.throwIfAborted();
    measured.push(one);
    onProgress?.(measured.length, studies.length);
  }
  return imageReferenceOf(measured);
};

/** Studies that a training read, of all its folds, each once. */
const studyIdsOf = (splits: readonly Split[]): readonly string[] => [
  ...new Set(splits.flatMap(({ train, validation }) => [...train, ...validation])),
];

/**
 * Measures the images of a training and writes `image-statistics.json` into its run folder, unless it is there or the
 * training was stopped.
 */
export const recordTrainingImages = async (
  folder: string,
  {
    splits,
    studiesOf,
  }: { readonly splits: readonly Split[]; readonly studiesOf: (ids: readonly string[]) => readonly StudyRef[] },
  stop: AbortSignal,
): Promise<void> => {
  const file = join(folder, IMAGE_REFERENCE_FILE);
  if (stop.aborted || existsSync(file)) return;
  try {
    const reference = await referenceOf(studiesOf(studyIdsOf(splits)), { signal: stop });
    await publishFile(file, formatImageReference(reference));
  } catch (error) {
    if (!stop.aborted) throw error;
  }
};

/**
 * Measures the images that trained models have seen, and records them in their run folders, for `measure-images` and
 * `spinestream drift`. Training does this automatically; use this for older or imported run folders. Replaces earlier
 * records. A run folder without `splits.csv` takes all studies of the folder.
 * @throws IMAGES_STUDIES_MISSING, RUN_FOLDER_*, and errors of the studies
 *
 * @example
 * import { measureTrainingImages } from 'spinestream/training';
 *
 * const options = { studies: 'data', signal: new AbortController().signal };
 * const [reference] = await measureTrainingImages(['trained/keypoints'], options);
 * reference?.bound; // undefined
 * Object.keys(reference?.series ?? {}); // ['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2']
 */
export const measureTrainingImages = async (
  folders: readonly string[],
  o: MeasureImagesOptions,
): Promise<readonly ImageReference[]> => {
  const opened = await openStudies({ root: o.studies, descriptions: o.descriptions, followLinks: o.followLinks });
  const here = new Set(opened.studyIds);
  const wanted: { readonly folder: string; readonly ids: readonly string[] }[] = [];
  for (const folder of folders) {
    const { splits } = await readRunFolder(folder);
    const ids = splits === undefined ? opened.studyIds : studyIdsOf(splits);
    const missing = ids.filter((id) => !here.has(id));
    if (missing.length > 0 || ids.length === 0) throw imagesStudiesMissing(missing, { file: folder });
    wanted.push({ folder, ids });
  }
  const measured = new Map<string, ImageReference>();
  const keyOf = (ids: readonly string[]) => JSON.stringify(ids.toSorted());
  for (const { ids } of wanted) {
    if (measured.has(keyOf(ids))) continue;
    const studies: StudyRef[] = [];
    for await (const study of studiesIn(opened, ids)) studies.push(study);
    measured.set(keyOf(ids), await referenceOf(studies, o));
  }
  const references = wanted.map(({ folder, ids }) => ({ folder, reference: measured.get(keyOf(ids))! }));
  for (const { folder, reference } of references)
    await publishFile(join(folder, IMAGE_REFERENCE_FILE), formatImageReference(reference));
  return references.map(({ reference }) => reference);
};
