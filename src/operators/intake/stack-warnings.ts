import { type StandardStack, strayNamesIn } from '../../dicom/index.ts';
import type { SeriesRef, Warning } from '../../domain/study.ts';
import { AS_STORED, isAsStored } from '../../domain/turn.ts';

const mm = (value: number): string => `${Math.round(value * 100) / 100} mm`;

const slices = (count: number): string => (count === 1 ? '1 slice' : `${count} slices`);

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** What was corrected in a stack, and what is wrong with it and cannot be: one warning a cause. */
export const stackWarnings = (stack: StandardStack, { id: seriesId }: SeriesRef): readonly Warning[] => {
  const { files, gaps, repeated, unplaced, spacingMm, attributeSpacingMm } = stack;
  const turned = files.filter(({ canonical }) => !isAsStored(canonical?.turn ?? AS_STORED)).length;
  const strays = strayNamesIn(stack.slices.map(({ file }) => file.name)).length;
  const numberOf = new Map(stack.slices.map((slice, index) => [slice, files[index]?.instanceNumber]));
  const found: readonly (readonly [boolean, string, () => string])[] = [
    [
      gaps.length > 0,
      'SLICE_GAP',
      () =>
        `slices are missing: ${gaps
          .map(
            ({ before, after, widthMm }) =>
              `a gap of ${mm(widthMm)} between instances ${numberOf.get(before)} and ${numberOf.get(after)}`,
          )
          .join(', ')}, expected ${mm(spacingMm ?? 0)}; send the missing slices and grade the study again`,
    ],
    [
      repeated.length > 0,
      'SLICES_AT_ONE_POSITION',
      () =>
        `${slices(repeated.length)} left out, since a later one lies at the same position; check that no slice was repeated with motion`,
    ],
    [
      unplaced.length > 0,
      'SLICES_UNPLACED',
      () =>
        `${slices(unplaced.length)} left out, since ${plural(unplaced.length, 'its header does', 'their headers do')} not say where in the patient`,
    ],
    [
      strays > 0,
      'SLICE_NAME_UNNUMBERED',
      () =>
        `${plural(strays, '1 file has', `${strays} files have`)} no number of ${plural(strays, 'its', 'their')} own among files named <n>.dcm; check that ${plural(strays, 'it belongs', 'they belong')} to the series`,
    ],
    [
      attributeSpacingMm !== undefined,
      'SPACING_CORRECTED',
      () =>
        `SpacingBetweenSlices says ${mm(attributeSpacingMm ?? 0)}, but positions lie ${mm(spacingMm ?? 0)} apart; the positions were used`,
    ],
    [
      turned > 0,
      'ORIENTATION_STANDARDISED',
      () =>
        `${slices(turned)} stored in another orientation, turned to the usual one; keypoints in results refer to the pixels as stored`,
    ],
  ];
  return found.flatMap(([is, code, message]) => (is ? [{ code, seriesId, message: message() }] : []));
};
