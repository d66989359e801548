import { expect } from 'chai';
import sharp from 'sharp';
import type { ReadySample } from '../../../src/training/data/augment-sample.ts';
import { contactSheet } from '../../../src/training/preview/contact-sheet.ts';
import { captionOf, previewExperiment } from '../../../src/training/preview/preview-experiment.ts';
import { sampleTiles } from '../../../src/training/preview/sample-tiles.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, KEYPOINTS } from '../small-experiments.ts';

const readySample = (
  levels: readonly number[],
  inputs: number,
  answer: ReadySample['sample']['answer'],
): ReadySample => {
  const shape = [...levels, 3, 2, 2];
  const data = new Float32Array(12 * levels.reduce((a, b) => a * b, 1)).map((_, i) => i % 12);
  const named = Array.from({ length: inputs }, (_, i) => ({ name: `x${i}`, source: 'x', shape }));
  return {
    sample: { studyId: '1', site: {}, inputs: named.map((one) => ({ ...one, pixels: data })), answer },
    inputs: named.map((one) => ({ ...one, data })),
    target: { shape: [2, 2, 2], data: Float32Array.of(0, 0, 0, 1, 0, 0.5, 0, 0) },
  };
};
const GRADES = { kind: 'grades', grades: [0] } as const;

describe('sampleTiles', () => {
  it('shows all slices of a single input in a row', () => {
    const tiles = sampleTiles(readySample([], 1, GRADES));
    expect(tiles.map((row) => row.length)).to.eql([3]);
    // -2 is black and 4 is white: 0 is a third, 4 and more are white
    expect(Array.from(tiles[0]![0]!.rgb.subarray(0, 6))).to.eql([85, 85, 85, 127, 127, 127]);
    expect(Array.from(tiles[0]![1]!.rgb.subarray(0, 3))).to.eql([255, 255, 255]);
  });

  it('shows the middle slices of several inputs side by side, a row a level', () => {
    expect(sampleTiles(readySample([], 2, GRADES)).map((row) => row.length)).to.eql([2]);
    expect(sampleTiles(readySample([5], 2, GRADES)).map((row) => row.length)).to.eql([2, 2, 2, 2, 2]);
  });

  it('colours where the greatest of the heatmaps is, each by its own colour', () => {
    const points = { kind: 'points', points: [undefined, undefined] } as const;
    const { rgb } = sampleTiles(readySample([], 1, points))[0]![0]!;
    const pixel = (i: number) => Array.from(rgb.subarray(3 * i, 3 * i + 3));
    expect(pixel(0)).to.eql([85, 85, 85]);
    expect(pixel(1)).to.eql([175, 154, 79]); // 127.5 with 0.375 of the second map's yellow
    expect(pixel(3)).to.eql([244, 53, 53]); // 212.5 with 0.75 of red
  });
});

describe('captionOf', () => {
  const caption = (grades: readonly number[]) => captionOf(readySample([], 1, { kind: 'grades', grades }));

  it('names a single grade, and counts points', () => {
    expect(caption([1])).to.equal('1: Moderate');
    expect(captionOf(readySample([], 1, { kind: 'points', points: [undefined, { xNorm: 0.5, yNorm: 0.5 }] }))).to.equal(
      '1: 1 of 2 points',
    );
  });

  it('groups several grades by condition, a digit a level', () => {
    expect(caption([0, 1, 2, -100, 0])).to.equal('1: canal 0, foramina L 1 R 2, recesses L - R 0');
    const all = [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, -100, 0, 0, 0, 2];
    expect(caption(all)).to.equal('1: canal 00001, foramina L 00020 R 00100, recesses L 01000 R -0002');
  });
});

describe('contactSheet', () => {
  it('puts blocks in rows, with captions', async () => {
    const tile = { rows: 2, columns: 2, rgb: new Uint8Array(12).fill(200) };
    const block = { caption: '<1> & 2', tiles: [[tile, tile, tile]] };
    const { data, info } = await sharp(await contactSheet([block, block, block], { tilePx: 10, across: 2 }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    // three tiles of 14 and a gap; 20 of text, a tile of 14 and a gap
    expect([info.width, info.height]).to.eql([2 * (3 * 14 + 4), 2 * (20 + 14 + 4)]);
    const at = (x: number, y: number) => data[info.channels * (y * info.width + x)];
    expect([at(5, 22), at(15, 22), at(46 + 5, 22), at(46 + 5, 60)]).to.eql([200, 24, 200, 24]);
  });
});

describe('previewExperiment', () => {
  const folder = temporaryFolder();

  it('draws samples of either kind of network, the same ones every time', async () => {
    await labelledStudies(folder(), 3);
    for (const text of [FORAMINAL, KEYPOINTS]) {
      const draw = (epoch: number) => previewExperiment(experimentOf(text), { data: folder(), samples: 3, epoch });
      const first = await draw(0);
      expect((await sharp(first).metadata()).format).to.equal('png');
      expect(await draw(0)).to.eql(first);
      expect(await draw(1)).not.to.eql(first);
    }
  });
});
