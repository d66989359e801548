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
import { keypointOptions, namesFamily } from '../core/keypoint-options.ts';
import { adding, entryOf, type StudyState } from '../core/study-state.ts';
import { geometryOf, patientPointOf, type SliceStore } from '../dicom/index.ts';
import { FAMILIES, type Family, namedFamilies } from '../domain/families.ts';
import { grouped } from '../domain/grouped.ts';
import type { Doubt, Keypoint, Selection } from '../domain/results.ts';
import { nameOfSite, sitesAgree } from '../domain/site.ts';
import { fileOfInstance } from '../domain/stored-point.ts';
import type { Warning } from '../domain/study.ts';
import { firstOf } from '../domain/text/listed.ts';
import { cross } from '../domain/vec3.ts';
import { restingOn } from './keypoints/keypoint-families.ts';
import { implausibilities, implausibleSites } from './keypoints/keypoint-plausibility.ts';
import type { Implausibility, LocatedKeypoint, LocatedKeypoints } from './keypoints/located-keypoint.ts';

const options = z
  .strictObject({
    ...keypointOptions((family) => `the ${family} keypoints to check, with the selections of the same name`),
    minGapMm: z
      .number()
      .nonnegative()
      .default(20)
      .describe('minimum distance of sagittal keypoints of neighbouring levels'),
    maxGapMm: z
      .number()
      .positive()
      .default(55)
      .describe('maximum distance of sagittal keypoints of neighbouring levels'),
    maxOffsetMm: z
      .number()
      .positive()
      .default(40)
      .describe('maximum distance of an axial keypoint from the sagittal one of its level, within the axial slice'),
    maxMidlineMm: z
      .number()
      .positive()
      .default(8)
      .describe(
        'maximum distance between the midlines of foraminal and axial keypoints, as the median over the levels',
      ),
    as: entrySuffix('name of the doubts written'),
  })
  .refine(...namesFamily);

/**
 * Finds keypoints that are implausible for a lumbar spine, in patient mm: outside the image, out of order, or too near
 * to or far from each other. Writes a doubt for each grade based on one (`doubts.*`), and one warning per study.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, checkKeypoints, entryOf } from 'spinestream/operators';
 * import * as kit from 'spinestream/testing';
 *
 * const env = { ...kit.exampleFiles(), models: kit.exampleModels({}) };
 * const keypoints = adding('keypoints.sagt2', kit.exampleKeypoints('11', kit.exampleSites('one')));
 * const selections = adding('selections.sagt2', kit.exampleSelections('11', 5));
 * const state = kit.exampleState(adding('slices', kit.exampleSlices()), keypoints, selections);
 * // - check-keypoints: { spinal: sagt2, as: keypoints }
 * const after = await lastValueFrom(of(state).pipe(checkKeypoints(env, { spinal: 'sagt2', as: 'keypoints' })));
 * entryOf(after, 'doubts.keypoints')[0]?.code; // 'KEYPOINTS_IMPLAUSIBLE'
 */
export const checkKeypoints = defineOperator({
  name: 'check-keypoints',
  summary: 'Find anatomically implausible keypoints and mark the grades that rest on them as doubtful.',
  description:
    'In patient space: sagittal keypoints are inside the image, in order from head to feet, with neighbours 20 to 55 mm apart; left is to the left of right; ' +
    'axial keypoints are within 40 mm of the sagittal one of their level; foraminal keypoints do not lie at another level that the spinal ones show there, and lie about the midline of the axial ones within 8 mm; heatmap peaks reach the floor recorded with the weights, if any, and where most sagittal ones do not, the others are doubtful too. ' +
    'Adds one warning per study, and a doubt for every grade that rests on such a keypoint, for the option "doubts" of ensemble-average.',
  options,
  example: {
    options: { spinal: 'sagt2', foraminal: 'sagt1', subarticular: 'axial', as: 'keypoints' },
    study: () =>
      exampleState(
        adding('slices', exampleSlices()),
        adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one'))),
        adding('selections.sagt2', exampleSelections('11', 5)),
        adding('keypoints.sagt1', exampleKeypoints('12', exampleSites('both'))),
        adding('selections.sagt1', exampleSelections('12', 3)),
        adding('keypoints.axial', exampleKeypoints('13', exampleSites('both'))),
        adding('selections.axial', exampleSelections('13', 3)),
      ),
  },
  reads: (o) => [
    'slices',
    ...namedFamilies(o).flatMap(([, name]) => [`keypoints.${name}`, `selections.${name}`] as const),
  ],
  writes: (o) => [`doubts.${o.as}`],
  apply: (o) => async (state) => {
    const slices = entryOf(state, 'slices');
    const located = await Promise.all(
      FAMILIES.map(async (family) => [family, await locatedOf(o[family], state, slices)] as const),
    );
    const found = implausibilities(Object.fromEntries(located) as Record<Family, LocatedKeypoint[]>, o);
    return adding(`doubts.${o.as}`, doubtsOf(found), warningsOf(found));
  },
});

const locatedOf = async (
  name: string | undefined,
  state: StudyState,
  slices: SliceStore,
): Promise<LocatedKeypoints[Family]> => {
  if (name === undefined) return [];
  const selections = entryOf(state, `selections.${name}`);
  const located = entryOf(state, `keypoints.${name}`).map((keypoint) => {
    const selection = selections.find(({ site }) => sitesAgree(site, keypoint.site));
    return selection === undefined ? undefined : locatedOn(selection, keypoint, slices);
  });
  return (await Promise.all(located)).filter((one) => one !== undefined);
};

/** On the keypoint's own slice, otherwise on the middle one of its slices. */
const locatedOn = async (
  { files, series }: Selection,
  { site, point, instanceNumber, peak, peakFloor }: Keypoint,
  slices: SliceStore,
): Promise<LocatedKeypoint | undefined> => {
  const file = fileOfInstance(files, instanceNumber);
  if (point === undefined || file === undefined) return undefined;
  const seriesId = series?.id ?? '';
  const header = await slices.header(file, seriesId);
  const geometry = geometryOf(header, { seriesId, file: file.name });
  const { xNorm, yNorm } = point;
  return {
    site,
    pointMm: patientPointOf(geometry, { xPx: xNorm * geometry.columns, yPx: yNorm * geometry.rows }),
    inside: xNorm >= 0 && xNorm < 1 && yNorm >= 0 && yNorm < 1,
    normal: cross(geometry.rowDirection, geometry.columnDirection),
    peak,
    peakFloor,
    frameOfReferenceUid: header.frameOfReferenceUid,
  };
};

const doubtsOf = (found: readonly Implausibility[]): readonly Doubt[] => {
  const doubts = found.flatMap(({ family, code, sites }) =>
    sites.flatMap((site) =>
      site.level === undefined
        ? []
        : restingOn(family, site).map((condition): Doubt => ({ condition, level: site.level!, code })),
    ),
  );
  return [...new Map(doubts.map((one) => [`${one.condition} ${one.level} ${one.code}`, one])).values()];
};

const SHOWN_ON: Readonly<Record<Family, string>> = {
  spinal: 'sagittal T2',
  foraminal: 'sagittal T1',
  subarticular: 'axial',
};

/**
 * Merges contradictions of one kind, keeping the first sites: `sagittal T2: not in order from head to foot (L1/L2 and
 * L2/L3, L2/L3 and L3/L4)`.
 */
const textsOf = (found: readonly Implausibility[]): readonly string[] => {
  const kinds = grouped(found, ({ family, what }) => `${SHOWN_ON[family]}: ${what}`);
  return [...kinds].map(([kind, members]) => `${kind} (${firstOf(members.map(({ detail }) => detail))})`);
};

const REMEDY =
  'check on the pictures, e.g. in the report, that they show a lumbar spine, and that orientation and kinds of the series, as their headers or descriptions tell them, fit what is seen';

/** One cause, with every site that it concerns. */
const warningsOf = (found: readonly Implausibility[]): readonly Warning[] => {
  const message = `the keypoints are implausible, so that grades that rest on them are doubtful: ${textsOf(found).join('; ')}; ${REMEDY}`;
  return implausibleSites(found)
    .toSorted((a, b) => nameOfSite(a).localeCompare(nameOfSite(b)))
    .map((site) => ({ code: 'KEYPOINTS_IMPLAUSIBLE', message, site }));
};
