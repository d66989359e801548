import { expect } from 'chai';
import { goldenTable } from './golden-studies.ts';

type Cell = string | number | null | undefined;

/** A cell as the goldens write it: instance numbers with a decimal, absent ones as nothing. */
const number = (cell: Cell): number | undefined =>
  cell === undefined || cell === null || cell === '' ? undefined : Number(cell);

/**
 * Compares rows of coordinates.csv, keyed by study and row_id, with those of a folder of expected results: names exactly.
 * Where the original had no image of a series to look at, it still writes the peak of whatever its network made of nothing;
 * here such a place has no keypoint.
 * @returns the greatest deviation of `x_norm` and `y_norm`
 */
export const coordinateDeviation = (rows: readonly (readonly Cell[])[], folder: string): number => {
  const found = new Map(rows.map((row) => [`${row[0]} ${row[7]}`, row]));
  const expected = goldenTable('studies', 'expected', folder, 'coordinates.csv');
  expect(found).to.have.property('size', expected.length);
  const deviations = expected.map((golden) => {
    const key = `${golden.study_id} ${golden.row_id}`;
    const [, seriesId, instance, condition, level, xNorm, yNorm] = found.get(key) ?? [];
    expect([condition, level], key).to.deep.equal([golden.condition, golden.level]);
    expect(String(seriesId ?? ''), key).to.equal(golden.series_id);
    expect(number(instance), key).to.equal(number(golden.instance_number));
    const seen = golden.series_id !== '' && golden.x_norm !== '';
    expect([number(xNorm) !== undefined, number(yNorm) !== undefined], key).to.deep.equal([seen, seen]);
    if (!seen) return 0;
    return Math.max(Math.abs(Number(xNorm) - Number(golden.x_norm)), Math.abs(Number(yNorm) - Number(golden.y_norm)));
  });
  return Math.max(...deviations);
};
