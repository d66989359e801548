import { instanceNumbersOf, standardStack } from '../../dicom/index.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import { AS_STORED } from '../../domain/turn.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { InspectedStack } from './inspected.ts';
import { orientationOf, turnName } from './orientation.ts';

/** Slice orientation of a kind; undefined if no header tells. */
export const inspectedStack = (slices: readonly IndexedSlice[], kind: SeriesKind): InspectedStack | undefined => {
  const stack = standardStack(slices, kind);
  const [first] = stack.slices;
  if (first === undefined) return undefined;
  const numbers = instanceNumbersOf(stack.slices);
  const numberOf = (slice: IndexedSlice): number => numbers[stack.slices.indexOf(slice)] ?? 0;
  const { rowDirection, columnDirection, spacingBetweenSlicesMm, sliceThicknessMm } = first.header;
  const turns = stack.files.flatMap(({ canonical }) => turnName(canonical?.turn ?? AS_STORED) ?? []);
  return {
    slices: stack.slices.length,
    firstInstance: numbers[0] ?? 0,
    lastInstance: numbers.at(-1) ?? 0,
    spacingMm: stack.spacingMm,
    attributeSpacingMm: spacingBetweenSlicesMm,
    sliceThicknessMm,
    blocks: stack.blocks,
    gaps: stack.gaps.map(({ before, after, widthMm }) => ({
      afterInstance: numberOf(before),
      beforeInstance: numberOf(after),
      widthMm,
    })),
    stored: rowDirection && columnDirection && orientationOf(rowDirection, columnDirection),
    turned: turns.length === 0 ? undefined : `${[...new Set(turns)].join(', ')} (${turns.length} slices)`,
  };
};
