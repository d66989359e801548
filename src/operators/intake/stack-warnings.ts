import { type StandardStack, strayNamesIn } from '../../dicom/index.ts';
import { baseOf } from '../../domain/slice-name.ts';
import type { SeriesRef, SliceFile, Warning } from '../../domain/study.ts';
import { counted } from '../../domain/text/counted.ts';
import { AS_STORED, isAsStored } from '../../domain/turn.ts';
import { warnIf } from '../../domain/warning-cause.ts';
import { missingPartsOf, otherSizesIn, overlappingThicknessMm } from './stack-defects.ts';

const mm = (value: number): string => `${Math.round(value * 100) / 100} mm`;

/** Warns of files without a number among files named `<n>.dcm`. */
export const strayNameWarnings = (files: readonly SliceFile[], seriesId: string): readonly Warning[] => {
  const strays = strayNamesIn(files.map(({ path }) => baseOf(path))).length;
  if (strays === 0) return [];
  const [who, own, belongs] =
    strays === 1 ? ['1 file has', 'its', 'it belongs'] : [`${strays} files have`, 'their', 'they belong'];
  const message = `${who} no number of ${own} own among files named <n>.dcm; check that ${belongs} to the series`;
  return [{ code: 'SLICE_NAME_UNNUMBERED', seriesId, message }];
};

/** Corrections of a stack, and defects that cannot be corrected: one warning per cause. */
export const stackWarnings = (stack: StandardStack, { id: seriesId }: SeriesRef): readonly Warning[] => {
  const { files, gaps, crowded, overlapping, repeated, unplaced, spacingMm, attributeSpacingMm } = stack;
  const turned = files.filter(({ canonical }) => !isAsStored(canonical?.turn ?? AS_STORED)).length;
  const missingParts = missingPartsOf(stack.slices);
  const thicknessMm = overlappingThicknessMm(stack);
  const otherSizes = otherSizesIn(stack);
  const numberOf = new Map(stack.slices.map((slice, index) => [slice, files[index]?.instanceNumber]));
  const gapTexts = gaps.map(
    ({ before, after, widthMm }) =>
      `a gap of ${mm(widthMm)} between instances ${numberOf.get(before)} and ${numberOf.get(after)}`,
  );
  const found: readonly (readonly [applies: boolean, code: string, message: string])[] = [
    [
      gaps.length > 0,
      'SLICE_GAP',
      `slices are missing: ${gapTexts.join(', ')}, expected ${mm(spacingMm ?? 0)}; send the missing slices and grade the study again`,
    ],
    [
      missingParts > 0,
      'CONCATENATION_INCOMPLETE',
      `${counted(missingParts, 'part')} missing of a multi-frame object that is stored in several; send all of them and grade the study again`,
    ],
    [
      crowded > 0,
      'SLICES_CROWDED',
      `${counted(crowded + 1, 'slice')} in a row lie much closer together than the others, which lie ${mm(spacingMm ?? 0)} apart; check that no two acquisitions share this series`,
    ],
    [
      overlapping > 0,
      'STACKS_OVERLAP',
      `${counted(overlapping, 'slice')} of one tilt lie among those of another one; check that no two acquisitions share this series`,
    ],
    [
      thicknessMm !== undefined,
      'SLICES_OVERLAP',
      `slices lie ${mm(spacingMm ?? 0)} apart, but are ${mm(thicknessMm ?? 0)} thick, as where slices are interpolated or two acquisitions share a series; send the slices as acquired`,
    ],
    [
      otherSizes > 0,
      'SLICE_SIZES_DIFFER',
      `${counted(otherSizes, 'slice differs', 'slices differ')} from the others in field of view or matrix, and regions that hold both do not match from slice to slice; export each acquisition as a series of its own`,
    ],
    [
      repeated.length > 0,
      'SLICES_AT_ONE_POSITION',
      `${counted(repeated.length, 'slice')} left out, since a later one lies at the same position; check that no slice was repeated with motion`,
    ],
    [
      unplaced.length > 0,
      'SLICES_UNPLACED',
      `${counted(unplaced.length, 'slice')} left out, since ${unplaced.length === 1 ? 'its header does' : 'their headers do'} not say where in the patient`,
    ],
    [
      attributeSpacingMm !== undefined,
      'SPACING_CORRECTED',
      `SpacingBetweenSlices says ${mm(attributeSpacingMm ?? 0)}, but positions lie ${mm(spacingMm ?? 0)} apart; the positions were used`,
    ],
    [
      turned > 0,
      'ORIENTATION_STANDARDISED',
      `${counted(turned, 'slice')} stored in another orientation, turned to the usual one; keypoints in results refer to the pixels as stored`,
    ],
  ];
  return [
    ...found.flatMap(([applies, code, message]) => warnIf(applies, { code, seriesId, message })),
    ...(inOneFolder(files) ? strayNameWarnings(files, seriesId) : []),
  ];
};

/** File names number the slices of a folder; a disc that splits a series into several folders repeats the names. */
const inOneFolder = (files: readonly SliceFile[]): boolean =>
  new Set(files.map(({ path }) => path.replace(/[^/\\]*$/, ''))).size === 1;
