import type { OperatorEnv } from '../../core/operator-env.ts';
import { geometryOf, readAcquisition, type SliceStore } from '../../dicom/index.ts';
import type { Series } from '../../domain/results.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import {
  type ImageMeasures,
  type ImageStatistics,
  manufacturerOf,
  nominalTesla,
  type SeriesStatistics,
} from '../../domain/statistics/image-statistics.ts';
import type { SliceFile } from '../../domain/study.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { sliceMeasures } from '../../imaging/index.ts';

/** Positions in the stack, as shares, of the slices whose pixels are measured. */
const SLICES_AT = [0.25, 0.5, 0.75];

const slicesAt = ({ orderedFiles: files }: Series): readonly SliceFile[] => [
  ...new Set(SLICES_AT.flatMap((share) => files[Math.floor(share * files.length)] ?? [])),
];

/**
 * The value, or nothing if it cannot be read: what the grades need is reported by the operators that read it. A network
 * or disk error may go away, and measures must not depend on it.
 */
const readable = async <T>(reading: Promise<T>): Promise<readonly T[]> => {
  try {
    return [await reading];
  } catch (error) {
    if (asSpineError(error).retriable) throw error;
    return [];
  }
};

const geometryMeasures = async (series: Series, file: SliceFile, slices: SliceStore): Promise<ImageMeasures> => {
  const [header] = await readable(slices.header(file, series.id).then((one) => geometryOf(one)));
  if (header === undefined) return {};
  const { rows, columns, xSpacingMm, ySpacingMm } = header;
  return {
    spacing_mm: Math.sqrt(xSpacingMm * ySpacingMm),
    field_mm: Math.max(columns * xSpacingMm, rows * ySpacingMm),
  };
};

const measuredSeries = async (series: Series, slices: SliceStore): Promise<SeriesStatistics | undefined> => {
  const chosen = slicesAt(series);
  const [first] = chosen;
  if (first === undefined) return undefined;
  const images = await Promise.all(chosen.map((file) => readable(slices.slice(file, series.id))));
  const { kind, spacingBetweenSlicesMm: gap, orderedFiles } = series;
  return {
    kind,
    measures: {
      slices: orderedFiles.length,
      ...(gap !== undefined && { gap_mm: gap }),
      ...(await geometryMeasures(series, first, slices)),
      ...sliceMeasures(images.flat()),
    },
  };
};

/** Measures the images of a study: the first series of each kind, three slices of each. */
export const measuredStudy = async (
  all: readonly Series[],
  slices: SliceStore,
  { readBytes }: Pick<OperatorEnv, 'readBytes'>,
): Promise<ImageStatistics> => {
  const chosen = SERIES_KINDS.flatMap((kind) => all.find((series) => series.kind === kind) ?? []);
  const series = await Promise.all(chosen.map((one) => measuredSeries(one, slices)));
  const file = chosen.flatMap(slicesAt)[0];
  const [scanner] = file === undefined ? [] : await readable(readAcquisition(readBytes, file));
  return {
    series: series.filter((one) => one !== undefined),
    manufacturer: manufacturerOf(scanner?.manufacturer),
    fieldStrengthT: nominalTesla(scanner?.fieldStrengthT),
  };
};
