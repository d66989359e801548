import { z } from 'zod';
import { defineOperator } from '../../../core/define-operator.ts';
import { entrySuffix } from '../../../core/entry-name.ts';
import { exampleSeries, exampleSlices, exampleState } from '../../../core/examples/index.ts';
import { adding, entryOf } from '../../../core/study-state.ts';
import { geometryOf, type SliceStore } from '../../../dicom/index.ts';
import { FAMILIES, type Family, KIND_OF_FAMILY } from '../../../domain/families.ts';
import type { Keypoint, Series } from '../../../domain/results.ts';
import { nameOfSite, type Site } from '../../../domain/site.ts';
import { SpineError } from '../../../domain/spine-error.ts';
import { fileOf } from '../../../domain/stored-point.ts';
import type { SliceFile, Warning } from '../../../domain/study.ts';
import { type SizePx, turnedNorm } from '../../../domain/turn.ts';
import { type Condition, LEVELS, locationOf, type SeriesKind, SIDES } from '../../../domain/vocabulary.ts';
import { coordinateInstanceUnknown, coordinateOutside, coordinateSeriesUnknown } from '../errors.ts';
import { addingLabels, labelsOf, rngStreamsIn } from '../training-entries.ts';
import { exampleLabels } from './example-labels.ts';
import type { LabelCoordinate } from './study-labels.ts';

/** Warning code for a labelled point on a series of another kind. */
export const ELSEWHERE = 'LABEL_SERIES_ELSEWHERE';

/** Warning code for a coordinate that `labels.onConflict` treats as missing. */
export const MISPLACED = 'LABEL_COORDINATE_MISPLACED';

export const labelKeypoints = defineOperator({
  name: 'label-keypoints',
  summary: "Take keypoints from the labels' coordinates, as a network would have found them.",
  description:
    'One keypoint a level (spinal) or a level and side (foraminal, subarticular); without a point where the labels have none. ' +
    'Pixels become shares of the image that the label names; a coordinate outside of it is an error. ' +
    'In training some may come from networks instead, so that regions are cut as they are in use; in validation none do. ' +
    'A point on a series of another kind than its condition is seen on (Sag T2, Sag T1, axial) counts as missing, as in the original.',
  options: z.strictObject({
    conditions: z.enum(FAMILIES).describe('whose coordinates'),
    otherKind: z
      .enum(['blank', 'keep'])
      .default('blank')
      .describe('labelled points on a series of another kind: count as missing, or are used'),
    predicted: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        'share of keypoints taken in training where networks found them (labels.predicted), drawn anew in each epoch; as in use, where no other are known',
      ),
    as: entrySuffix('name of the keypoints written'),
  }),
  example: {
    options: { conditions: 'spinal', as: 'sagt2' },
    study: () =>
      exampleState(
        adding('series', exampleSeries()),
        adding('slices', exampleSlices()),
        addingLabels(exampleLabels('11')),
      ),
  },
  reads: (o) => ['series', 'slices', 'custom.labels', ...(o.predicted > 0 ? (['custom.rng'] as const) : [])],
  writes: (o) => [`keypoints.${o.as}`],
  apply: (o) => async (state) => {
    const { coordinates, predicted, onConflict = 'error' } = labelsOf(state);
    const rng = o.predicted > 0 ? rngStreamsIn(state) : undefined;
    const [series, slices] = [entryOf(state, 'series'), entryOf(state, 'slices')];
    const labelled = sitesOf(o.conditions).map(async (site): Promise<Labelled> => {
      const condition = conditionAt(o.conditions, site);
      const isHere = (one: LabelCoordinate) => one.condition === condition && one.level === site.level;
      const asFound = rng !== undefined && rng(`predicted ${o.conditions} ${nameOfSite(site)}`)() < o.predicted;
      const label = (asFound ? predicted?.find(isHere) : undefined) ?? coordinates.find(isHere);
      if (label === undefined) return { keypoint: unlabelled(site) };
      if (o.otherKind === 'blank' && liesElsewhere(label, KIND_OF_FAMILY[o.conditions], series))
        return { keypoint: unlabelled(site), warning: elsewhere(label, site) };
      try {
        return { keypoint: await keypointOf(label, site, { series, slices }) };
      } catch (error) {
        if (onConflict === 'error' || !isMisplaced(error)) throw error;
        return { keypoint: unlabelled(site), warning: misplaced(label, site) };
      }
    });
    const found = await Promise.all(labelled);
    return adding(
      `keypoints.${o.as}`,
      found.map(({ keypoint }) => keypoint),
      found.flatMap(({ warning }) => warning ?? []),
    );
  },
});

const sitesOf = (family: Family): readonly Site[] =>
  LEVELS.flatMap((level) => (family === 'spinal' ? [{ level }] : SIDES.map((side) => ({ level, side }))));

const conditionAt = (family: Family, { side = 'left' }: Site): Condition => {
  if (family === 'spinal') return 'spinal_canal_stenosis';
  return family === 'foraminal' ? `${side}_neural_foraminal_narrowing` : `${side}_subarticular_stenosis`;
};

const unlabelled = (site: Site): Keypoint => ({
  site,
  seriesId: undefined,
  instanceNumber: undefined,
  point: undefined,
});

/** Predicted points are where inference places them, possibly on the substitute sagittal kind. */
const liesElsewhere = ({ seriesId, point }: LabelCoordinate, kind: SeriesKind, series: readonly Series[]): boolean => {
  const named = series.find(({ id }) => id === seriesId);
  return 'xPx' in point && named !== undefined && named.kind !== kind;
};

const elsewhere = ({ condition, level, seriesId }: LabelCoordinate, site: Site): Warning => ({
  code: ELSEWHERE,
  message: `${locationOf(condition, level)}: the coordinate lies on a series of another kind and counts as missing`,
  seriesId,
  site,
});

/** Whether a coordinate is outside its image, or on a missing slice. */
const isMisplaced = (error: unknown): boolean =>
  error instanceof SpineError && (error.code === 'LABEL_COORDINATE_OUTSIDE' || error.code === 'LABEL_INSTANCE_UNKNOWN');

const misplaced = ({ condition, level, seriesId }: LabelCoordinate, site: Site): Warning => ({
  code: MISPLACED,
  message: `${locationOf(condition, level)}: the coordinate does not fit its image and counts as missing`,
  seriesId,
  site,
});

interface Labelled {
  readonly keypoint: Keypoint;
  readonly warning?: Warning;
}

interface Files {
  readonly series: readonly Series[];
  readonly slices: SliceStore;
}

const keypointOf = async (label: LabelCoordinate, site: Site, files: Files): Promise<Keypoint> => {
  const { seriesId, instanceNumber, point } = label;
  const anchor = { site, seriesId, instanceNumber };
  const stored = 'xNorm' in point ? point : await asShares(label, point, files);
  const canonical = fileOf(anchor, files.series)?.canonical;
  return { ...anchor, point: canonical === undefined ? stored : turnedNorm(stored, canonical) };
};

const sizeOf = async (file: SliceFile, seriesId: string, slices: SliceStore): Promise<SizePx> =>
  geometryOf(await slices.header(file, seriesId), { seriesId, file: file.name });

/** Labels refer to images as stored. */
const asShares = async (
  { condition, level, seriesId, instanceNumber = Number.NaN }: LabelCoordinate,
  { xPx, yPx }: { readonly xPx: number; readonly yPx: number },
  { series, slices }: Files,
): Promise<{ xNorm: number; yNorm: number }> => {
  const row = locationOf(condition, level);
  const named = series.find(({ id }) => id === seriesId);
  if (named === undefined) throw coordinateSeriesUnknown(row, { seriesId });
  const file = named.files.find((one) => one.instanceNumber === instanceNumber);
  if (file === undefined) throw coordinateInstanceUnknown(instanceNumber, row, { seriesId });
  const { rows, columns } = file.canonical?.stored ?? (await sizeOf(file, seriesId, slices));
  if (!(xPx >= 0 && xPx <= columns && yPx >= 0 && yPx <= rows))
    throw coordinateOutside({ condition, level, x: xPx, y: yPx }, { columns, rows }, { seriesId, file: file.name });
  return { xNorm: xPx / columns, yNorm: yPx / rows };
};
