import { expect } from 'chai';
import { entryOf, type StudyState } from '../../src/core/study-state.ts';
import type { Keypoint, Selection, Stack } from '../../src/domain/results.ts';
import { nameOfSite, type Site, sitesAgree } from '../../src/domain/site.ts';
import { LEVELS, SIDES } from '../../src/domain/vocabulary.ts';
import { type ArrayStatistics, constantSlices, statisticsDeviation, subsampledSlicesLast } from './array-statistics.ts';
import { goldenJson, goldenNpy, maxAbsDiff } from './goldens.ts';

interface GoldenRegion extends ArrayStatistics {
  /** `<study>/<sagt2|sagt1_<side>|axi_centre|axi_<side>>_<level>`. */
  readonly key: string;
  readonly series_id: string | null;
  readonly x_norm: number | null;
  readonly y_norm: number | null;
  readonly files_read: readonly string[];
  readonly slices_written: number;
  readonly out_of_bounds: boolean;
  readonly shape: readonly [rows: number, columns: number, slices: number];
  readonly constant_slices: readonly number[];
  readonly file?: string;
  readonly full_file?: string;
}

/** The regions of a folder of expected results. */
export const goldenRegions = (folder: string): readonly GoldenRegion[] =>
  goldenJson<{ rois: readonly GoldenRegion[] }>('studies', 'expected', folder, 'manifest.json').rois;

/** Names of the entries under which the shipped pipelines keep a kind of region. */
const ENTRIES = {
  sagt2: { keypoints: 'sagt2', selections: 'sagt2', rois: 'sagt2' },
  sagt1: { keypoints: 'sagt1', selections: 'sagt1-roi', rois: 'sagt1' },
  axi: { keypoints: 'axial', selections: 'axial-roi', rois: 'axial' },
  axi_centre: { keypoints: 'axial-centre', selections: 'axial-centre-roi', rois: 'axial-centre' },
} as const;

interface Found {
  readonly as: string;
  readonly site: Site;
  readonly keypoint: Keypoint;
  readonly selection: Selection;
  readonly region: Stack;
}

const foundAt = (state: StudyState, key: string): Found => {
  const match = /^\d+\/(?<kind>sagt2|sagt1|axi_centre|axi)_(?:(?<side>left|right)_)?(?<level>\w+)$/.exec(key)?.groups;
  const kind = (Object.keys(ENTRIES) as (keyof typeof ENTRIES)[]).find((name) => name === match?.kind);
  if (kind === undefined) throw new Error(`${key} is no region of the goldens`);
  const level = LEVELS.find((one) => one === match?.level);
  const side = SIDES.find((one) => one === match?.side);
  const site: Site = { level, ...(side && { side }) };
  const { keypoints, selections, rois } = ENTRIES[kind];
  const here = (one: { readonly site: Site }) => one.site.level === level && one.site.side === side;
  return {
    as: rois,
    site,
    keypoint: entryOf(state, `keypoints.${keypoints}`).find(here)!,
    selection: entryOf(state, `selections.${selections}`).find((one) => sitesAgree(one.site, site))!,
    region: entryOf(state, `rois.${rois}`).find(here)!,
  };
};

const expectSource = ({ keypoint, selection }: Found, golden: GoldenRegion): void => {
  const seen = golden.series_id !== null && golden.x_norm !== null;
  expect(keypoint.point !== undefined && selection.series !== undefined, golden.key).to.equal(seen);
  if (!seen) return;
  expect(selection.series?.id, golden.key).to.equal(golden.series_id);
  expect(keypoint.point?.xNorm, golden.key).to.be.closeTo(golden.x_norm ?? Number.NaN, 1e-12);
  expect(keypoint.point?.yNorm, golden.key).to.be.closeTo(golden.y_norm ?? Number.NaN, 1e-12);
  const read = golden.slices_written + Number(golden.out_of_bounds);
  const names = selection.files.map(({ name }) => name);
  expect(names.slice(0, read), golden.key).to.deep.equal(golden.files_read);
  if (!golden.out_of_bounds) expect(names, golden.key).to.deep.equal(golden.files_read);
};

const expectWarning = ({ site }: Found, golden: GoldenRegion, state: StudyState): void => {
  const messages = state.warnings
    .filter(({ code, seriesId }) => code === 'ROI_OUT_OF_BOUNDS' && seriesId === golden.series_id)
    .filter((warning) => nameOfSite(warning.site ?? {}) === nameOfSite(site))
    .map(({ slice, message }) => `${slice}: ${message}`);
  const { out_of_bounds, files_read, slices_written } = golden;
  const left = `${files_read.at(-1)}: the square about the keypoint leaves the image; ${slices_written} of 5 slices of the region written`;
  expect(messages, golden.key).to.deep.equal(out_of_bounds ? [left] : []);
};

/** Checks a region's source, slices and warning; returns how far its values are from the golden ones. */
export const regionDeviation = (state: StudyState, golden: GoldenRegion): number => {
  const found = foundAt(state, golden.key);
  const { pixels, shape, blank } = found.region;
  const [rows, columns, slices] = golden.shape;
  expectSource(found, golden);
  expectWarning(found, golden, state);
  expect(shape, golden.key).to.deep.equal([slices, rows, columns]);
  expect(blank, golden.key).to.equal(golden.slices_written === 0);
  expect(constantSlices(pixels, shape), golden.key).to.deep.equal(golden.constant_slices);
  const stored = (file: string | undefined, step: number): number =>
    file === undefined
      ? 0
      : maxAbsDiff(subsampledSlicesLast(pixels, shape, step), goldenNpy('studies', 'expected', file).data);
  return Math.max(statisticsDeviation(pixels, golden), stored(golden.file, 4), stored(golden.full_file, 1));
};
