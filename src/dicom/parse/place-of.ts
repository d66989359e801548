import type { Vec3 } from '../../domain/vec3.ts';
import { TAGS } from '../tags.ts';
import type { DataSet } from './data-set.ts';
import { withoutRounding } from './directions.ts';
import { numberOf, numbersOf, textOf, uint16Of } from './values.ts';

const vectorOf = (values: readonly number[] | undefined, from = 0): Vec3 | undefined =>
  values && { x: values[from]!, y: values[from + 1]!, z: values[from + 2]! };

/** Position and size of a slice. */
export const placeOf = (dataSet: DataSet) => {
  const spacing = numbersOf(dataSet, TAGS.pixelSpacing, 2);
  const directions = numbersOf(dataSet, TAGS.imageOrientation, 6);
  const [rowDirection, columnDirection] = [vectorOf(directions), vectorOf(directions, 3)];
  return {
    rows: uint16Of(dataSet, TAGS.rows) || undefined,
    columns: uint16Of(dataSet, TAGS.columns) || undefined,
    pixelSpacingMm: spacing && { xSpacingMm: spacing[1]!, ySpacingMm: spacing[0]! },
    positionMm: vectorOf(numbersOf(dataSet, TAGS.imagePosition, 3)),
    ...(rowDirection && columnDirection
      ? withoutRounding({ rowDirection, columnDirection })
      : { rowDirection, columnDirection }),
    spacingBetweenSlicesMm: numberOf(dataSet, TAGS.spacingBetweenSlices),
    sliceThicknessMm: numberOf(dataSet, TAGS.sliceThickness),
    frameOfReferenceUid: textOf(dataSet, TAGS.frameOfReferenceUid),
    stackId: textOf(dataSet, TAGS.stackId),
  };
};
