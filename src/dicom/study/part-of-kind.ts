import type { IndexedSlice } from '../../domain/indexed.ts';
import type { SeriesRef, Warning } from '../../domain/study.ts';
import { warnIf } from '../../domain/warning-cause.ts';
import { kindOf } from '../series/kind.ts';
import { splitSeries } from './split-series.ts';

/**
 * Selects the slices that a described series refers to: of several parts, the one whose headers match the described kind, else the largest. Slices
 * without a position stay with it.
 */
export const partOfKind = (
  slices: readonly IndexedSlice[],
  { id, kind }: Pick<SeriesRef, 'id' | 'kind'>,
): { readonly slices: readonly IndexedSlice[]; readonly warnings: readonly Warning[] } => {
  const placed = slices.filter(({ header }) => header.positionMm !== undefined);
  const unplaced = slices.filter(({ header }) => header.positionMm === undefined);
  const parts = splitSeries(placed);
  const isMeant = (part: readonly IndexedSlice[]) => kindOf(part.map(({ header }) => header)).kind === kind;
  const part = (parts.length > 1 ? parts.find(isMeant) : undefined) ?? parts[0] ?? [];
  const count = placed.length - part.length;
  const warnings = warnIf(count > 0, {
    code: 'SERIES_SPLIT',
    seriesId: id,
    message: `${count} slices of another plane, echo, contrast or place left out; export what belongs together as a series of its own`,
  });
  return { slices: [...part, ...unplaced], warnings };
};
