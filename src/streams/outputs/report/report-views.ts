import { entryOf, type StudyState } from '../../../core/study-state.ts';
import { geometryIfKnown, patientPointOf, type SliceStore } from '../../../dicom/index.ts';
import { FAMILIES, type Family, type FamilyNames, namedFamilies } from '../../../domain/families.ts';
import type { Keypoint, Selection, Series } from '../../../domain/results.ts';
import { sitesAgree } from '../../../domain/site.ts';
import { storedNorm } from '../../../domain/turn.ts';
import type { Level } from '../../../domain/vocabulary.ts';
import type { CrossingSlice, ReportKeypoint, ReportSeries, ReportSlice, ReportView } from '../../../report/index.ts';
import type { ReportNames } from './report-names.ts';

export interface ReportEntries {
  /** Names of each family's keypoints, selections and heatmaps; absent if the report does not show the family. */
  readonly families: FamilyNames;
  readonly heatmaps: boolean;
}

interface Source {
  readonly state: StudyState;
  readonly entries: ReportEntries;
  readonly names: ReportNames;
}

const slicesOf = ({ files, series }: Selection, store: SliceStore): Promise<readonly ReportSlice[]> =>
  Promise.all(
    files.map(async (file) => {
      const { header, rows, columns, pixels } = await store.slice(file, series?.id ?? '');
      return {
        instanceNumber: file.instanceNumber,
        rows,
        columns,
        pixels,
        geometry: geometryIfKnown(header), // without it, nothing measured in millimetres is shown
        inverted: file.canonical === undefined && header.photometricInterpretation === 'MONOCHROME1',
        turned: file.canonical,
      };
    }),
  );

/** The instance that the files were chosen around, otherwise the middle one. */
const keySliceOf = ({ files, instanceNumber }: Selection): number => {
  const named = files.findIndex((file) => file.instanceNumber === instanceNumber);
  return named < 0 ? Math.floor(files.length / 2) : named;
};

const hasPoint = (keypoint: Keypoint): keypoint is Keypoint & { readonly point: NonNullable<Keypoint['point']> } =>
  keypoint.point !== undefined;

const viewOf = async (family: Family, name: string, selection: Selection, { state, entries, names }: Source) => {
  const { site, series } = selection;
  const here = <T extends { readonly site: Selection['site'] }>(all: readonly T[]) =>
    all.filter((one) => sitesAgree(one.site, site));
  const keypoints = here(entryOf(state, `keypoints.${name}`)).filter(hasPoint);
  return {
    family,
    site,
    series: series && { label: names.series(series.id) ?? '', kind: series.kind },
    slices: await slicesOf(selection, entryOf(state, 'slices')),
    keySlice: keySliceOf(selection),
    points: keypoints.map((keypoint) => ({ site: keypoint.site, ...keypoint.point })),
    heatmaps: entries.heatmaps ? here(entryOf(state, `heatmaps.${name}`)) : [],
    crossings: [],
  };
};

/** Planes of all axial slices, with the levels of each. */
const axialPlanes = async ({ state, entries }: Source): Promise<readonly CrossingSlice[]> => {
  const store = entryOf(state, 'slices');
  const name = entries.families.subarticular;
  const chosen = name === undefined ? [] : entryOf(state, `selections.${name}`);
  const axial = entryOf(state, 'series').filter(({ kind }) => kind === 'Axial T2');
  const planes = await Promise.all(
    axial.flatMap((series) =>
      series.files.map(async (file) => {
        const geometry = geometryIfKnown(await store.header(file, series.id));
        const isOf = (one: Selection) => one.series?.id === series.id && one.instanceNumber === file.instanceNumber;
        const levels = chosen
          .filter(isOf)
          .flatMap(({ site: { level } }): readonly Level[] => (level === undefined ? [] : [level]));
        return geometry === undefined ? [] : [{ instanceNumber: file.instanceNumber, geometry, levels }];
      }),
    ),
  );
  return planes.flat();
};

/** One view per selection; sagittal ones with reference lines of the axial slices. */
export const reportViews = async (source: Source): Promise<readonly ReportView[]> => {
  const crossings = await axialPlanes(source);
  const views = namedFamilies(source.entries.families).flatMap(([family, name]) =>
    entryOf(source.state, `selections.${name}`).map((selection) => viewOf(family, name, selection, source)),
  );
  return (await Promise.all(views)).map((view) =>
    view.series === undefined || view.series.kind === 'Axial T2' ? view : { ...view, crossings },
  );
};

/** Keypoints with their positions in patient space, each on the slice that its view shows first. */
export const reportKeypoints = (views: readonly ReportView[]): readonly ReportKeypoint[] =>
  views.flatMap(({ family, series, slices, keySlice, points }) => {
    const slice = slices[keySlice];
    const toPatient = (xNorm: number, yNorm: number) =>
      slice?.geometry && patientPointOf(slice.geometry, { xPx: xNorm * slice.columns, yPx: yNorm * slice.rows });
    return points.map(({ site, ...point }) => ({
      family,
      site,
      ...(slice?.turned === undefined ? point : storedNorm(point, slice.turned)), // as in the tables
      seriesLabel: series?.label ?? '',
      instanceNumber: slice?.instanceNumber,
      patientMm: toPatient(point.xNorm, point.yNorm),
    }));
  });

const usesOf = (label: string, views: readonly ReportView[]): ReportSeries['uses'] =>
  FAMILIES.flatMap((family) => {
    const shown = views.filter((view) => view.family === family && view.series?.label === label);
    const instanceNumbers = shown.flatMap(({ slices }) => slices.map((slice) => slice.instanceNumber));
    return instanceNumbers.length === 0 ? [] : [{ family, instanceNumbers }];
  });

/** The series of the study, with their uses. */
export const reportSeries = async (
  { state, names }: Source,
  views: readonly ReportView[],
): Promise<readonly ReportSeries[]> => {
  const store = entryOf(state, 'slices');
  const ofSeries = async ({ id, kind, files, orderedFiles, spacingBetweenSlicesMm }: Series): Promise<ReportSeries> => {
    const [first] = orderedFiles;
    const label = names.series(id) ?? '';
    return {
      label,
      kind,
      files: files.length,
      uses: usesOf(label, views),
      geometry: first && geometryIfKnown(await store.header(first, id)),
      spacingBetweenSlicesMm,
    };
  };
  return Promise.all(entryOf(state, 'series').map(ofSeries));
};
