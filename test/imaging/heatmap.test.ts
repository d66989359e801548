import { expect } from 'chai';
import fc from 'fast-check';
import { gaussianHeatmap, gaussianHeatmapInto, gaussianHeatmaps, type PointNorm } from '../../src/imaging/heatmap.ts';
import { argMax, peakOf } from '../../src/imaging/peak.ts';
import { describeGoldens, goldenJson, goldenNpy, maxAbsDiff } from '../support/goldens.ts';
import { channelsFirst, subsampled } from './subsample.ts';
import { thrownBy } from './thrown.ts';

describe('gaussianHeatmap', () => {
  it('falls off with the distance from the point in columns and rows', () => {
    const map = gaussianHeatmap({ xNorm: 0.25, yNorm: 0.5 }, { sizePx: 8, stdPx: 2 });
    expect(map[4 * 8 + 2]).to.equal(1); // column 0.25 * 8, row 0.5 * 8
    expect(map[7 * 8 + 4]).to.be.closeTo(Math.exp(-(2 ** 2 + 3 ** 2) / 8), 1e-7);
  });

  it('draws nothing where there is no point', () => {
    const options = { sizePx: 4, stdPx: 1 };
    const zeros = new Float32Array(16);
    expect(gaussianHeatmap(undefined, options)).to.deep.equal(zeros);
    expect(gaussianHeatmap({ xNorm: Number.NaN, yNorm: 0.5 }, options)).to.deep.equal(zeros);
    expect(gaussianHeatmap({ xNorm: 0.5, yNorm: Number.NaN }, options)).to.deep.equal(zeros);
  });

  it('has its peak at the pixel nearest to the point', () => {
    // Multiples of 1/4096 of 64 pixels; ties between two pixels (odd halves) are left out.
    const norm = fc
      .integer({ min: 0, max: 4032 })
      .filter((n) => n % 64 !== 32)
      .map((n) => n / 4096);
    fc.assert(
      fc.property(norm, norm, (xNorm, yNorm) => {
        const { row, column } = peakOf(gaussianHeatmap({ xNorm, yNorm }, { sizePx: 64, stdPx: 10 }), {
          rows: 64,
          columns: 64,
        });
        expect({ row, column }).to.deep.equal({ row: Math.round(yNorm * 64), column: Math.round(xNorm * 64) });
      }),
      { numRuns: 50 },
    );
  });
});

describe('gaussianHeatmapInto', () => {
  it('clears its map where there is no point', () => {
    const stack = new Float32Array(12).fill(3);
    gaussianHeatmapInto(stack, 4, undefined, { sizePx: 2, stdPx: 1 });
    expect([...stack]).to.deep.equal([3, 3, 3, 3, 0, 0, 0, 0, 3, 3, 3, 3]);
  });

  it('refuses an output that has no room', () => {
    const draw = () => gaussianHeatmapInto(new Float32Array(8), 5, undefined, { sizePx: 2, stdPx: 1 });
    expect(thrownBy(draw)?.code).to.equal('OUTPUT_TOO_SMALL');
  });
});

describe('gaussianHeatmaps', () => {
  it('stacks one map a point', () => {
    const points = [{ xNorm: 0.1, yNorm: 0.9 }, undefined, { xNorm: 0.5, yNorm: 0.2 }];
    const options = { sizePx: 6, stdPx: 1.5 };
    const apart = points.flatMap((point) => [...gaussianHeatmap(point, options)]);
    expect([...gaussianHeatmaps(points, options)]).to.deep.equal(apart);
  });
});

interface HeatmapCase {
  readonly name: string;
  readonly resolution: number;
  readonly std: number;
  readonly xy_norm: readonly (readonly [number | null, number | null])[];
  readonly file: string;
  readonly subsample: string | null;
  readonly channels: readonly {
    readonly argmax_yx: readonly [number, number];
    readonly max: number;
    readonly sum: number;
  }[];
}

const TOLERANCE = 1e-6;

const pointOf = ([x, y]: readonly [number | null, number | null]): PointNorm => ({
  xNorm: x ?? Number.NaN,
  yNorm: y ?? Number.NaN,
});

describeGoldens('gaussianHeatmaps against the original', () => {
  const { cases } = goldenJson<{ cases: HeatmapCase[] }>('imaging', 'heatmap', 'manifest.json');
  for (const { name, resolution, std, xy_norm, file, subsample, channels } of cases) {
    it(name, () => {
      const size = { rows: resolution, columns: resolution };
      const area = resolution * resolution;
      const stack = gaussianHeatmaps(xy_norm.map(pointOf), { sizePx: resolution, stdPx: std });
      const maps = channels.map((_, channel) => stack.subarray(channel * area, (channel + 1) * area));
      const kept = maps.flatMap((map) => subsampled(map, size, subsample));
      const expected = channelsFirst(goldenNpy('imaging', 'heatmap', file).data, channels.length);
      expect(maxAbsDiff(kept, expected)).to.be.at.most(TOLERANCE);
      for (const [channel, { argmax_yx, max, sum }] of channels.entries()) {
        const map = maps[channel]!;
        expect(argMax(map)).to.equal(argmax_yx[0] * resolution + argmax_yx[1]);
        expect(map[argMax(map)]).to.be.closeTo(max, TOLERANCE);
        expect(map.reduce((total, x) => total + x, 0)).to.be.closeTo(sum, 1e-5 * (1 + sum));
      }
    });
  }
  it('covers all cases', () => expect(cases).to.have.length(5));
});
