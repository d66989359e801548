import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entrySuffix } from '../core/entry-name.ts';
import {
  exampleKeypoints,
  exampleSelections,
  exampleSites,
  exampleSlices,
  exampleState,
} from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import { geometryOf, type SliceStore } from '../dicom/index.ts';
import { elementCount, type Image } from '../domain/image.ts';
import { type Reversal, reversalOfKind } from '../domain/mirror.ts';
import type { Keypoint, Selection, Series, Stack } from '../domain/results.ts';
import { type Site, sitesAgree } from '../domain/site.ts';
import type { SliceHeader } from '../domain/slice-header.ts';
import type { Warning } from '../domain/study.ts';
import { SIDES } from '../domain/vocabulary.ts';
import {
  alignedInside,
  alignedPixels,
  boxInside,
  mirrorColumns,
  type StackSlice,
  squareAbout,
  standardisedStack,
} from '../imaging/index.ts';
import { ALIGNMENTS, type Alignment, alignmentOf } from './alignment.ts';
import { type ReadSlice, sliceWarnings } from './slice-notes.ts';

const options = z.strictObject({
  keypoints: entrySuffix('the centres of the squares'),
  selections: entrySuffix('the slices to cut them from'),
  sizeMm: z.number().positive().default(50).describe('side of the square in millimetres'),
  resolutionPx: z.int().min(1).default(128).describe('rows and columns of the result'),
  align: z
    .enum(ALIGNMENTS)
    .default('none')
    .describe(
      'turn: rotate to the spine (sagittal) or to the line between both recesses (axial), by the other keypoints; turn-and-scale: also scale to the distance of neighbouring discs, sizeMm at 35 mm',
    ),
  mirror: z.enum(SIDES).optional().describe('side whose regions are flipped horizontally after standardising'),
  as: entrySuffix('name of the regions written'),
});
type Options = z.output<typeof options>;

/**
 * Cuts a square of `sizeMm` (50 mm by default) around each keypoint from its slices, resizes it bicubically like
 * OpenCV, and standardises the stack. Reads `keypoints.*` and `selections.*`, writes `rois.*`: [slices, resolutionPx,
 * resolutionPx] each.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, cropRois, entryOf } from 'spinestream/operators';
 * import * as kit from 'spinestream/testing';
 *
 * const env = { ...kit.exampleFiles(), models: kit.exampleModels({}) };
 * const keypoints = adding('keypoints.sagt2', kit.exampleKeypoints('11', kit.exampleSites('one')));
 * const selections = adding('selections.sagt2', kit.exampleSelections('11', 5));
 * const state = kit.exampleState(adding('slices', kit.exampleSlices()), keypoints, selections);
 * // - crop-rois: { keypoints: sagt2, selections: sagt2, resolutionPx: 16, as: sagt2 }
 * const step = cropRois(env, { keypoints: 'sagt2', selections: 'sagt2', resolutionPx: 16, as: 'sagt2' });
 * entryOf(await lastValueFrom(of(state).pipe(step)), 'rois.sagt2')[0]?.shape; // [5, 16, 16]
 */
export const cropRois = defineOperator({
  name: 'crop-rois',
  summary: 'Crop a square of fixed physical size around each keypoint from its slices.',
  description:
    'Bounds are rounded half to even. The centre in pixels is computed from the first slice, the size from the spacing of each slice. ' +
    'From the first slice whose square exceeds the image, the stack is zero. A missing keypoint, series or instance gives a blank region, and so does a square of constant value. ' +
    'Squares are resized with the bicubic interpolation of OpenCV; the stack is standardised as a whole.',
  options,
  example: {
    options: { keypoints: 'sagt2', selections: 'sagt2', resolutionPx: 16, as: 'sagt2' },
    study: () =>
      exampleState(
        adding('slices', exampleSlices()),
        adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one'))),
        adding('selections.sagt2', exampleSelections('11', 5)),
      ),
  },
  reads: (o) => ['slices', `keypoints.${o.keypoints}`, `selections.${o.selections}`],
  writes: (o) => [`rois.${o.as}`],
  apply: (o) => async (state) => {
    const slices = entryOf(state, 'slices');
    const selections = entryOf(state, `selections.${o.selections}`);
    const keypoints = entryOf(state, `keypoints.${o.keypoints}`);
    const cut = await Promise.all(
      keypoints.map((keypoint) => {
        const selection = selections.find(({ site }) => sitesAgree(site, keypoint.site));
        return roiOf({ keypoint, all: keypoints }, selection, slices, o);
      }),
    );
    const warnings = [
      ...cut.flatMap(({ warning }) => warning ?? []),
      ...sliceWarnings(cut.flatMap(({ read }) => read)),
    ];
    return adding(
      `rois.${o.as}`,
      cut.map(({ roi }) => roi),
      warnings,
    );
  },
});

interface Cut {
  readonly roi: Stack;
  readonly warning: Warning | undefined;
  /** The slices of the region. */
  readonly read: readonly ReadSlice[];
}

/**
 * Mirroring reverses the order of sagittal slices, and the columns of axial ones unless one of the two sides was
 * flipped.
 */
const inMirrorOf = ({ kind }: Pick<Series, 'kind'>, { side }: Site, { mirror }: Options): Reversal => {
  const { slices, columns } = reversalOfKind(kind);
  const oneIsFlipped = mirror !== undefined && side !== undefined;
  return { slices, columns: columns !== oneIsFlipped };
};

const emptyRoi = (site: Site, shape: Stack['shape']): Stack => ({
  site,
  shape,
  pixels: new Float32Array(elementCount(shape)),
  blank: true,
});

/** A blank region. If an earlier operator already gave the reason, it is not repeated. */
const blankRoi = (roi: Stack, absent: string | undefined, code: string, message: string): Cut =>
  absent === undefined
    ? { roi: { ...roi, absent: code }, warning: { code, message, site: roi.site }, read: [] }
    : { roi: { ...roi, absent }, warning: undefined, read: [] };

const REGION_FLAT = 'REGION_FLAT';

/** Keeps the pixels, but marks them as no better than a blank region. */
const flatRoi = (roi: Stack, seriesId: string, read: readonly ReadSlice[]): Cut => ({
  roi: { ...roi, blank: true, absent: REGION_FLAT },
  warning: {
    code: REGION_FLAT,
    message: 'all pixels about the keypoint have one value; check that the series shows something there',
    seriesId,
    site: roi.site,
  },
  read,
});

/** The square on a slice, as a box of whole pixels, or rotated. */
const squareOf = (
  image: Image & { readonly header: SliceHeader },
  { centre, alignment, where, o }: SquareParts,
): { readonly inside: boolean; readonly slice: () => StackSlice } => {
  const square = { sizeMm: o.sizeMm * alignment.scale, ...geometryOf(image.header, where) };
  if (alignment.angle === 0 && alignment.scale === 1) {
    const box = squareAbout(centre, square);
    return { inside: boxInside(box, image), slice: () => ({ image, box }) };
  }
  const turned = { ...square, centre, angle: alignment.angle };
  const slice = () => ({ image: alignedPixels(image, turned, o.resolutionPx) });
  return { inside: alignedInside(turned, image), slice };
};

interface SquareParts {
  readonly centre: { readonly xPx: number; readonly yPx: number };
  readonly alignment: Alignment;
  readonly where: { readonly seriesId: string; readonly file: string };
  readonly o: Options;
}

const roiOf = async (
  { keypoint, all }: { readonly keypoint: Keypoint; readonly all: readonly Keypoint[] },
  selection: Selection | undefined,
  slices: SliceStore,
  o: Options,
): Promise<Cut> => {
  const { site, point } = keypoint;
  const size = { rows: o.resolutionPx, columns: o.resolutionPx };
  const count = selection?.count ?? 1;
  const shape = [count, size.rows, size.columns] as const;
  if (point === undefined)
    return blankRoi(emptyRoi(site, shape), keypoint.absent, 'KEYPOINT_MISSING', 'no keypoint; its region stays zero');
  if (selection === undefined || selection.files.length === 0)
    return blankRoi(
      emptyRoi(site, shape),
      selection?.absent,
      'ROI_WITHOUT_SLICES',
      'no slice to cut from; the region stays zero',
    );
  const seriesId = selection.series?.id ?? '';
  const images = await Promise.all(selection.files.map((file) => slices.slice(file, seriesId)));
  const read = images.map((slice) => ({ slice, seriesId }));
  const [first] = images as [(typeof images)[number]];
  const { columns, rows } = first;
  const whereOf = (index: number) => ({ seriesId, file: selection.files[index]!.name });
  const grid = geometryOf(first.header, whereOf(0));
  const alignment = alignmentOf(keypoint, all, { kind: selection.series?.kind, grid, align: o.align });
  const centre = { xPx: point.xNorm * columns, yPx: point.yNorm * rows };
  const squares = images.map((image, index) => squareOf(image, { centre, alignment, where: whereOf(index), o }));
  const outside = squares.findIndex(({ inside }) => !inside);
  const written = outside < 0 ? images.length : outside;
  const inside = squares.slice(0, written).map(({ slice }) => slice());
  const { pixels, isFlat } = standardisedStack(inside, { count, size });
  if (o.mirror !== undefined && site.side === o.mirror) mirrorColumns(pixels, size);
  const inMirror = selection.series && inMirrorOf(selection.series, site, o);
  const cut: Stack = { site, shape, pixels, blank: written === 0, ...(inMirror && { inMirror }) };
  if (isFlat) return flatRoi(cut, seriesId, read);
  if (outside < 0) return { roi: cut, warning: undefined, read };
  const code = 'ROI_OUT_OF_BOUNDS';
  const slice = selection.files[outside]!.name;
  const message = `the square about the keypoint leaves the image; ${written} of ${selection.count} slices of the region written`;
  return {
    roi: written === 0 ? { ...cut, absent: code } : cut,
    warning: { code, message, seriesId, site, slice },
    read,
  };
};
