import type { RunSummary } from '../../run/grade-studies.ts';

const MOST_CODES = 3;

/** ` (studies: SERIES_MISSING 3, SLICES_FEWER 1)`: the most frequent codes, with how many studies have them. */
export const codesText = (warned: RunSummary['counts']['warned']): string => {
  const codes = Object.entries(warned).sort(([, a], [, b]) => b - a);
  if (codes.length === 0) return '';
  const shown = codes.slice(0, MOST_CODES).map(([code, studies]) => `${code} ${studies}`);
  return ` (studies: ${shown.join(', ')}${codes.length > MOST_CODES ? ', ...' : ''})`;
};

/** `, of 75 grades 5 not seen, 2 doubtful`; empty if all are unremarkable. */
export const basisText = ({ seen, partly, notSeen, unknown, doubtful }: RunSummary['counts']['grades']): string => {
  const parts: readonly (readonly [number, string])[] = [
    [notSeen, 'not seen'],
    [partly, 'partly seen'],
    [doubtful, 'doubtful'],
  ];
  const told = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return told.length === 0 ? '' : `, of ${seen + partly + notSeen + unknown} grades ${told.join(', ')}`;
};
