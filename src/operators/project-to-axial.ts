import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entrySuffix } from '../core/entry-name.ts';
import { exampleKeypoints, exampleSeries, exampleSites, exampleSlices, exampleState } from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import { geometryOf, nearestPlane, patientPointOf, type SliceStore } from '../dicom/index.ts';
import { shareFrame } from '../domain/frame-of-reference.ts';
import type { Anchor, Keypoint, Series } from '../domain/results.ts';
import type { SliceFile, SliceGeometry, Vec3, Warning } from '../domain/study.ts';
import { seriesUnknown } from './errors.ts';

/**
 * Finds the axial slice nearest to each sagittal keypoint, at most `maxDistanceMm` (5 mm by default) away.
 * Reads `series`, `slices` and `keypoints.*`, writes `instances.*`.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, entryOf, projectToAxial } from 'spinestream/operators';
 * import * as kit from 'spinestream/testing';
 *
 * const env = { ...kit.exampleFiles(), models: kit.exampleModels({}) };
 * const keypoints = adding('keypoints.sagt2', kit.exampleKeypoints('11', kit.exampleSites('one')));
 * const files = [adding('series', kit.exampleSeries()), adding('slices', kit.exampleSlices())];
 * // - project-to-axial: { keypoints: sagt2, as: axial }
 * const step = projectToAxial(env, { keypoints: 'sagt2', as: 'axial' });
 * const after = await lastValueFrom(of(kit.exampleState(...files, keypoints)).pipe(step));
 * entryOf(after, 'instances.axial').map(({ instanceNumber }) => instanceNumber); // [4, 4, 3, 3, 2]
 */
export const projectToAxial = defineOperator({
  name: 'project-to-axial',
  summary: 'Find the axial slice whose plane is nearest to each sagittal keypoint.',
  description:
    'Keypoints are mapped to patient space by the geometry of the middle file (in natural order) of their series. ' +
    'The slices of all axial series are candidates; ties go to the first. Beyond the limit, the level has no instance, and a warning is added.',
  options: z.strictObject({
    keypoints: entrySuffix('the sagittal keypoints to read'),
    maxDistanceMm: z.number().positive().default(5).describe('maximum distance of the plane from the point, inclusive'),
    as: entrySuffix('name of the instances written'),
  }),
  example: {
    options: { keypoints: 'sagt2', as: 'axial' },
    study: () =>
      exampleState(
        adding('series', exampleSeries()),
        adding('slices', exampleSlices()),
        adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one'))),
      ),
  },
  reads: (o) => ['series', 'slices', `keypoints.${o.keypoints}`],
  writes: (o) => [`instances.${o.as}`],
  apply: (o) => async (state) => {
    const [series, slices] = [entryOf(state, 'series'), entryOf(state, 'slices')];
    const planes = await axialPlanes(series, slices);
    const keypoints = entryOf(state, `keypoints.${o.keypoints}`);
    const found = await Promise.all(
      keypoints.map(async (keypoint) => {
        const pointMm = await patientPoint(keypoint, series, slices);
        const comparable = planes.filter((plane) => sharesFrame(plane.series, keypoint, series));
        return { keypoint, plane: pointMm && nearestPlane(pointMm, comparable, o.maxDistanceMm) };
      }),
    );
    const elsewhere = planes.filter((plane) => !keypoints.every((one) => sharesFrame(plane.series, one, series)));
    const anchors = found.map(
      ({ keypoint, plane }): Anchor => ({
        site: keypoint.site,
        seriesId: plane?.series.id,
        instanceNumber: plane?.file.instanceNumber,
        ...(plane === undefined && absenceOf(keypoint, planes)),
      }),
    );
    const missed = found.filter(({ keypoint, plane }) => keypoint.point !== undefined && plane === undefined);
    const warnings =
      planes.length === 0 ? [NO_AXIAL_SERIES] : missed.map(({ keypoint }) => tooFar(keypoint, o.maxDistanceMm));
    return adding(`instances.${o.as}`, anchors, [...movedWarnings(elsewhere), ...warnings]);
  },
});

/** Whether positions of an axial series can be compared with a keypoint's; assumed if headers do not tell. */
const sharesFrame = (axial: Series, { seriesId }: Keypoint, all: readonly Series[]): boolean =>
  shareFrame(axial, all.find(({ id }) => id === seriesId) ?? {});

const movedWarnings = (planes: readonly AxialPlane[]): readonly Warning[] =>
  [...new Set(planes.map(({ series }) => series.id))].map((seriesId) => ({
    code: 'SERIES_FRAME_OF_REFERENCE',
    seriesId,
    message:
      'the axial series has another frame of reference than the sagittal one (the patient was moved in between), so that levels cannot be found in it',
  }));

interface AxialPlane {
  readonly series: Series;
  readonly file: SliceFile;
  readonly geometry: SliceGeometry;
}

const axialPlanes = async (all: readonly Series[], slices: SliceStore): Promise<readonly AxialPlane[]> => {
  const files = all
    .filter(({ kind }) => kind === 'Axial T2')
    .flatMap((series) => series.files.map((file) => ({ series, file })));
  return Promise.all(
    files.map(async ({ series, file }) => {
      const header = await slices.header(file, series.id);
      return { series, file, geometry: geometryOf(header, { seriesId: series.id, file: file.name }) };
    }),
  );
};

const patientPoint = async (
  { point, seriesId }: Keypoint,
  all: readonly Series[],
  slices: SliceStore,
): Promise<Vec3 | undefined> => {
  if (point === undefined || seriesId === undefined) return undefined;
  const series = all.find(({ id }) => id === seriesId);
  const middle = series?.files[Math.floor(series.files.length / 2)];
  if (middle === undefined) throw seriesUnknown(seriesId);
  const geometry = geometryOf(await slices.header(middle, seriesId), { seriesId, file: middle.name });
  return patientPointOf(geometry, { xPx: point.xNorm * geometry.columns, yPx: point.yNorm * geometry.rows });
};

const AXIAL_TOO_FAR = 'AXIAL_TOO_FAR';

const NO_AXIAL_SERIES: Warning = {
  code: 'SERIES_MISSING',
  message: 'the study has no Axial T2 series; what needs it stays zero',
};

/** Why a keypoint has no axial slice. */
const absenceOf = ({ point, absent }: Keypoint, planes: readonly AxialPlane[]): Pick<Anchor, 'absent'> => {
  if (planes.length === 0) return { absent: NO_AXIAL_SERIES.code };
  if (point !== undefined) return { absent: AXIAL_TOO_FAR };
  return absent === undefined ? {} : { absent };
};

const tooFar = ({ site }: Keypoint, maxDistanceMm: number): Warning => ({
  code: AXIAL_TOO_FAR,
  message: `no axial slice within ${maxDistanceMm} mm of the sagittal keypoint; what needs one stays zero`,
  site,
});
