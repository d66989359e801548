import type { SliceGeometry } from '../../src/domain/study.ts';
import { CONDITIONS, LEVELS, SIDES } from '../../src/domain/vocabulary.ts';
import { uniformAt } from '../../src/models/weights/fill.ts';
import type { ReportSlice, ReportStudy, ReportView } from '../../src/report/index.ts';

/** A sagittal slice 250 mm high and wide, its middle at the origin; rows run to the back, columns to the feet. */
export const sagittalGeometry = (sizePx: number, xMm = 0): SliceGeometry => ({
  rows: sizePx,
  columns: sizePx,
  xSpacingMm: 250 / sizePx,
  ySpacingMm: 250 / sizePx,
  positionMm: { x: xMm, y: -125 + 125 / sizePx, z: 125 - 125 / sizePx },
  rowDirection: { x: 0, y: 1, z: 0 },
  columnDirection: { x: 0, y: 0, z: -1 },
});

/** An axial slice 150 mm wide, its middle on the line x = y = 0. */
export const axialGeometry = (sizePx: number, zMm = 0): SliceGeometry => ({
  rows: sizePx,
  columns: sizePx,
  xSpacingMm: 150 / sizePx,
  ySpacingMm: 150 / sizePx,
  positionMm: { x: -75 + 75 / sizePx, y: -75 + 75 / sizePx, z: zMm },
  rowDirection: { x: 1, y: 0, z: 0 },
  columnDirection: { x: 0, y: 1, z: 0 },
});

const slice = (sizePx: number, instanceNumber: number, geometry: SliceGeometry | undefined): ReportSlice => ({
  instanceNumber,
  rows: sizePx,
  columns: sizePx,
  geometry,
  inverted: false,
  pixels: Uint16Array.from({ length: sizePx * sizePx }, (_, i) => {
    const [x, y] = [i % sizePx, Math.floor(i / sizePx)];
    const shade = Math.sin(x / 17 + instanceNumber) * Math.cos(y / 23);
    return Math.round(500 + 300 * shade + 120 * (uniformAt(instanceNumber, i) - 0.5));
  }),
});

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const heatmap = (site: ReportView['site']) => ({
  site,
  rows: 16,
  columns: 16,
  greatest: 0.9,
  values: Uint8Array.from({ length: 256 }, (_, i) => (i % 16 === 8 ? 255 : 0)),
});

export interface SampleOptions {
  readonly sizePx?: number;
}

/** A study with every view, of smooth waves and noise. */
export const sampleStudy = ({ sizePx = 48 }: SampleOptions = {}): ReportStudy => {
  const crossings = range(25).map((index) => ({
    instanceNumber: index + 1,
    geometry: axialGeometry(sizePx, 60 - 5 * index),
    levels: index % 5 === 2 ? [LEVELS[(index - 2) / 5]!] : [],
  }));
  const points = (side?: (typeof SIDES)[number]) =>
    LEVELS.map((level, index) => ({ site: { level, side }, xNorm: 0.5, yNorm: 0.2 + 0.15 * index }));
  const spinal: ReportView = {
    family: 'spinal',
    site: {},
    series: { label: 'series 1', kind: 'Sagittal T2/STIR' },
    slices: range(5).map((index) => slice(sizePx, index + 6, sagittalGeometry(sizePx, 4 * index - 8))),
    keySlice: 2,
    points: points(),
    heatmaps: points().map(({ site }) => heatmap(site)),
    crossings,
  };
  const foraminal = SIDES.map(
    (side): ReportView => ({
      ...spinal,
      family: 'foraminal',
      site: { side },
      series: { label: 'series 2', kind: 'Sagittal T1' },
      slices: range(3).map((index) => slice(sizePx, index + 1, sagittalGeometry(sizePx, 4 * index))),
      keySlice: 1,
      points: points(side),
    }),
  );
  const subarticular = LEVELS.map(
    (level, index): ReportView => ({
      family: 'subarticular',
      site: { level },
      series: { label: 'series 3', kind: 'Axial T2' },
      slices: range(3).map((step) =>
        slice(sizePx, 5 * index + step + 2, axialGeometry(sizePx, 60 - 5 * (5 * index + step))),
      ),
      keySlice: 1,
      points: SIDES.map((side) => ({ site: { level, side }, xNorm: side === 'left' ? 0.6 : 0.4, yNorm: 0.5 })),
      heatmaps: SIDES.map((side) => heatmap({ level, side })),
      crossings: [],
    }),
  );
  return {
    label: 'a1b2c3',
    views: [spinal, ...foraminal, ...subarticular],
    grades: CONDITIONS.flatMap((condition, c) =>
      LEVELS.map((level, l) => {
        const severe = (c * LEVELS.length + l) / 30;
        return {
          condition,
          level,
          probabilities: [0.9 - severe, 0.1, severe],
          truth: l === 0 ? undefined : (c + l) % 3,
        };
      }),
    ),
    warnings: [
      {
        code: 'SLICES_FEWER',
        message: '2 of 3 slices exist',
        seriesLabel: 'series 2',
        sites: [
          { level: 'l1_l2', side: 'left' },
          { level: 'l5_s1', slice: '7.dcm' },
        ],
        count: 2,
      },
    ],
    series: [
      {
        label: 'series 1',
        kind: 'Sagittal T2/STIR',
        files: 15,
        uses: [{ family: 'spinal', instanceNumbers: [6, 7, 8, 9, 10] }],
        geometry: sagittalGeometry(sizePx),
        spacingBetweenSlicesMm: 4.4,
      },
    ],
    keypoints: [
      {
        family: 'spinal',
        site: { level: 'l1_l2' },
        seriesLabel: 'series 1',
        instanceNumber: 8,
        xNorm: 0.5,
        yNorm: 0.2,
        patientMm: { x: 0, y: 1.25, z: 73.75 },
      },
    ],
    failure: undefined,
    run: {
      spinestream: '1.2.3',
      pipeline: 'sample',
      models: [{ name: 'spinal', folds: [{ fold: 1, sha256: 'ab'.repeat(32) }] }],
    },
  };
};
