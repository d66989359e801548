import type { OperatorEnv } from '../../core/operator-env.ts';
import { indexStudy, listedIn, partOfKind, type StandardStack, standardStack } from '../../dicom/index.ts';
import { frameOf } from '../../domain/frame-of-reference.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import type { Series } from '../../domain/results.ts';
import type { SeriesRef, Warning } from '../../domain/study.ts';
import { counted } from '../../domain/text/counted.ts';
import { warnIf } from '../../domain/warning-cause.ts';
import { positionsRepeated, seriesUnplaced, slicesUnreadable } from '../errors.ts';
import { checkCopies } from './check-copies.ts';
import { sliceNamesOf } from './files-of.ts';
import { stackWarnings } from './stack-warnings.ts';

/** A series in anatomical order, with the slices of its files in the same order. */
export interface LoadedSeries {
  readonly series: Series;
  readonly slices: readonly IndexedSlice[];
  readonly warnings: readonly Warning[];
}

/** Orders a series by slice position: the same images give the same series, whatever their file names and storage. */
export const seriesInStandard = async (ref: SeriesRef, env: OperatorEnv): Promise<LoadedSeries> => {
  const { id, kind } = ref;
  const { slices: all, warnings } = await partOf(ref, env);
  const stack = standardStack(all, kind);
  if (stack.files.length === 0 || stack.unplaced.length > stack.files.length) throw seriesUnplaced({ seriesId: id });
  if (2 * stack.repeated.length >= stack.files.length && stack.repeated.length > 1)
    throw positionsRepeated(stack.repeated.length, { seriesId: id });
  const copies = await checkCopies(stack, env, { seriesId: id });
  return {
    series: seriesOf(ref, stack),
    slices: stack.slices,
    warnings: [...warnings, ...copies, ...stackWarnings(stack, ref)],
  };
};

const seriesOf = ({ id, kind }: SeriesRef, { files, slices, spacingMm }: StandardStack): Series => ({
  id,
  kind,
  files,
  orderedFiles: files,
  spacingBetweenSlicesMm: spacingMm,
  frameOfReferenceUid: frameOf(slices),
});

interface Part {
  readonly slices: readonly IndexedSlice[];
  readonly warnings: readonly Warning[];
}

/** The slices of a series: those that the source found, or for a described folder those of the described series. */
const partOf = async (ref: SeriesRef, env: OperatorEnv): Promise<Part> => {
  if (ref.slices !== undefined) return { slices: ref.slices, warnings: [] };
  const names = await sliceNamesOf(ref, env);
  const index = await indexStudy(listedIn(ref.folder, names), env.readBytes);
  const [broken] = index.unreadable;
  if (broken !== undefined) throw broken.error.at({ seriesId: ref.id });
  const slices = index.studies.flatMap((study) => study.slices);
  if (slices.length === 0) throw slicesUnreadable({ seriesId: ref.id });
  const notImages = warnIf(index.notImages.length > 0, {
    code: 'FILES_NOT_IMAGES',
    seriesId: ref.id,
    message: `${counted(index.notImages.length, 'DICOM object')} without pixels left out, such as a report or raw data`,
  });
  const part = partOfKind(slices, ref);
  return { slices: part.slices, warnings: [...notImages, ...part.warnings] };
};
