import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCATIONS, SEVERITIES, titleOfCondition, titleOfLevel } from '../../../src/domain/vocabulary.ts';
import { openModel } from '../../../src/models/model-store.ts';
import { type Split, writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { studySetHash, TRAIN_STUDIES_HASH } from '../../../src/models/weights/study-set-hash.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { evenSeries } from '../../support/study-in-memory.ts';

const LABELS_HEADER = ['study_id', ...LOCATIONS].join(',');

/** Severities go round over locations and studies, so that every part has all of them. */
export const labelAt = (study: string, location: number): number => (Number(study) + location) % 3;

export const labelsTable = (...studies: readonly string[]): string =>
  `${[LABELS_HEADER, ...studies.map((id) => [id, ...LOCATIONS.map((_, at) => SEVERITIES[labelAt(id, at)])].join(','))].join('\n')}\n`;

/** Predictions that favour the true severity with this probability. */
export const submissionTable = (studies: readonly string[], certainty = 0.8): string =>
  `row_id,normal_mild,moderate,severe\n${studies
    .flatMap((id) =>
      LOCATIONS.map((location, at) => {
        const row = [0, 1, 2].map((label) => (label === labelAt(id, at) ? certainty : (1 - certainty) / 2));
        return `${id}_${location},${row.join(',')}\n`;
      }),
    )
    .join('')}`;

export interface Point {
  readonly study: string;
  readonly series?: string;
  readonly instance?: number | '';
  readonly x: number | '';
  readonly y: number | '';
}

/** Rows of the spinal canal at L1/L2. */
export const coordinatesTable = (points: readonly Point[], [x, y]: readonly [string, string]): string =>
  `study_id,series_id,instance_number,condition,level,${x},${y}\n${points
    .map(
      (point) =>
        `${[point.study, point.series ?? '11', point.instance ?? 3, titleOfCondition('spinal_canal_stenosis'), titleOfLevel('l1_l2'), point.x, point.y].join(',')}\n`,
    )
    .join('')}`;

/** Rows are 3 mm apart, columns 0.5 mm: a swap of the two shows. */
const IMAGE = { rows: 20, columns: 40, pixelSpacing: [3, 0.5] as const };

/** A challenge folder of studies with one sagittal series each, "11", and its labels. */
export const writeStudies = async (
  root: string,
  ids: readonly string[],
  labels: readonly Point[] = [],
): Promise<void> => {
  const { files } = evenSeries('11', 'Sagittal T2/STIR', IMAGE);
  for (const id of ids) {
    const folder = join(root, 'train_images', id, '11');
    await mkdir(folder, { recursive: true });
    for (const [name, file] of Object.entries(files))
      await writeFile(join(folder, name), file instanceof Uint8Array ? file : dicomFixture(file));
  }
  const descriptions = ids.map((id) => `${id},11,Sagittal T2/STIR\n`).join('');
  await writeFile(
    join(root, 'train_series_descriptions.csv'),
    `study_id,series_id,series_description\n${descriptions}`,
  );
  await writeFile(join(root, 'train.csv'), labelsTable(...ids));
  await writeFile(join(root, 'train_label_coordinates.csv'), coordinatesTable(labels, ['x', 'y']));
};

export interface ModelOptions {
  readonly splits?: readonly Split[];
  /** What the weights say that they were trained on; the splits by default. */
  readonly trained?: readonly string[];
  readonly folds?: readonly number[];
  /** Other weights. */
  readonly value?: number;
}

/** A run folder whose weights are one number: nobody here loads them. */
export const writeModel = (path: string, { splits, trained, folds = [1, 2], value = 1 }: ModelOptions): Promise<void> =>
  writeRunFolder(
    path,
    {
      config: {
        name: 'toy',
        architecture: { kind: 'global', backbone: 'resnet18' },
        input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
      },
      splits,
      folds: folds.map((fold) => {
        const own = trained ?? splits?.find((split) => split.fold === fold)?.train;
        return {
          fold,
          which: 'best' as const,
          weights: new Map([['x', { dtype: 'float32' as const, shape: [1], data: Float32Array.of(value + fold) }]]),
          ...(own !== undefined && { metadata: { [TRAIN_STUDIES_HASH]: studySetHash(own) } }),
        };
      }),
    },
    { overwrite: true },
  );

/** Two folds over studies: odd ids train the first, even ones the second. */
export const twoFolds = (ids: readonly string[]): readonly Split[] => {
  const [odd, even] = [1, 0].map((rest) => ids.filter((id) => Number(id) % 2 === rest));
  return [
    { fold: 1, train: odd!, validation: even! },
    { fold: 2, train: even!, validation: odd! },
  ];
};

export interface RunOptions {
  readonly studies: string;
  readonly submission?: string;
  readonly coordinates?: readonly Point[];
  readonly model?: { readonly path: string; readonly folds: 'all' | 'out-of-fold' | readonly number[] };
  readonly failed?: number;
  readonly stopped?: boolean;
  /** Headers told the kinds of series. */
  readonly undescribed?: boolean;
}

/** The folder of a run as `spinestream run` leaves it. */
export const writeRun = async (out: string, o: RunOptions): Promise<void> => {
  await mkdir(out, { recursive: true });
  const requests = o.model === undefined ? [] : [{ name: 'toy', weights: 'best' as const, ...o.model }];
  const models = await Promise.all(requests.map(async (request) => (await openModel(request)).identity));
  const record = {
    pipeline: { name: 'mine', definition: { models: requests } },
    options: { studies: o.studies },
    source: { descriptions: o.undescribed ? null : join(o.studies, 'train_series_descriptions.csv') },
    models,
    counts: { failed: o.failed ?? 0, ...(o.stopped && { stopped: 'asked' }) },
  };
  await writeFile(join(out, 'run.json'), JSON.stringify(record));
  if (o.submission !== undefined) await writeFile(join(out, 'submission.csv'), o.submission);
  if (o.coordinates !== undefined)
    await writeFile(join(out, 'coordinates.csv'), coordinatesTable(o.coordinates, ['x_norm', 'y_norm']));
};
