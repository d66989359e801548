import { expect } from 'chai';
import { heatmapColours } from '../../src/report/heatmap-colours.ts';

const map = (site: { level?: 'l1_l2' | 'l2_l3'; side?: 'left' | 'right' }, ...values: readonly number[]) => ({
  site,
  rows: 1,
  columns: values.length,
  values: Uint8Array.from(values),
  greatest: 1,
});

describe('heatmapColours', () => {
  it('gives each pixel the colour of its strongest map, as opaque as that is strong', () => {
    const { rgba } = heatmapColours([map({ level: 'l1_l2' }, 255, 0, 51), map({ level: 'l2_l3' }, 0, 0, 102)], {})!;
    expect([...rgba]).to.deep.equal([86, 180, 233, 200, 0, 0, 0, 0, 240, 228, 66, 80]);
  });

  it('tells sides apart where the view is of one level', () => {
    const maps = [map({ level: 'l1_l2', side: 'left' }, 255, 0), map({ level: 'l1_l2', side: 'right' }, 0, 255)];
    expect([...heatmapColours(maps, { level: 'l1_l2' })!.rgba]).to.deep.equal([255, 150, 50, 200, 86, 180, 233, 200]);
  });

  it('is nothing without maps, and leaves out maps of another size', () => {
    expect(heatmapColours([], {})).to.equal(undefined);
    const { rgba } = heatmapColours([map({ level: 'l1_l2' }, 0), map({ level: 'l2_l3' }, 255, 255)], {})!;
    expect([...rgba]).to.deep.equal([0, 0, 0, 0]);
  });
});
