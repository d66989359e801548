import { expect } from 'chai';
import { heatmapThumbnail } from '../../src/imaging/index.ts';

describe('heatmapThumbnail', () => {
  it('averages by area and scales the greatest mean to 255', () => {
    // 2 x 4 to 1 x 2: means of the two 2 x 2 blocks are 1 and 0.25, and 255 * 0.25 = 63.75
    const map = [2, 0, 0.5, 0, 2, 0, 0.5, 0];
    const { values, ...rest } = heatmapThumbnail(map, { rows: 2, columns: 4 }, 2);
    expect([...values]).to.deep.equal([255, 64]);
    expect(rest).to.deep.equal({ rows: 1, columns: 2, greatest: 1 });
  });

  it('keeps the size of a map that is small already', () => {
    const { rows, columns, values } = heatmapThumbnail([0, 1, 0.5, 0.25, 0, 0], { rows: 2, columns: 3 }, 64);
    expect([rows, columns]).to.deep.equal([2, 3]);
    expect([...values]).to.deep.equal([0, 255, 128, 64, 0, 0]);
  });

  it('cuts negative values off, and stays dark where nothing is positive', () => {
    expect([...heatmapThumbnail([-1, 1], { rows: 1, columns: 2 }, 64).values]).to.deep.equal([0, 255]);
    const dark = heatmapThumbnail([-1, 0], { rows: 1, columns: 2 }, 64);
    expect([...dark.values, dark.greatest]).to.deep.equal([0, 0, 0]);
  });

  it('leaves the map as it was', () => {
    const map = Float32Array.of(0.5, 1);
    heatmapThumbnail(map, { rows: 1, columns: 2 }, 1);
    expect([...map]).to.deep.equal([0.5, 1]);
  });
});
