import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { exampleFiles, exampleState } from '../core/examples/index.ts';
import { adding, addingAll } from '../core/study-state.ts';
import { type Patients, patientsIn, pixelObstacle, sliceStore } from '../dicom/index.ts';
import type { SliceHeader } from '../domain/slice-header.ts';
import type { SliceFile, Warning } from '../domain/study.ts';
import { warnIf } from '../domain/warning-cause.ts';
import { chooseSeries } from './choose-series.ts';
import { studyMixed, studyOfSeveralPatients } from './errors.ts';
import { middlesApart } from './intake/middles-apart.ts';
import { seriesAsStored } from './intake/series-as-stored.ts';
import { type LoadedSeries, seriesInStandard } from './intake/series-in-standard.ts';
import { strayNameWarnings } from './intake/stack-warnings.ts';

/**
 * Puts the slices of every series into anatomical order, in standard orientation and values. Reads headers now, and
 * pixels on demand. Writes `series` and `slices`.
 * @throws DICOM_* for files that cannot be read; docs/intake.md lists the codes
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { entryOf, loadSeries } from 'spinestream/operators';
 * import { exampleFiles, exampleModels, exampleState } from 'spinestream/testing';
 *
 * const env = { ...exampleFiles(), models: exampleModels({}) };
 * // - load-series: { rules: dicom }
 * const after = await lastValueFrom(of(exampleState()).pipe(loadSeries(env, { rules: 'dicom' })));
 * entryOf(after, 'series').map(({ kind, files }) => `${kind}: ${files.length}`); // ['Sagittal T2/STIR: 5', 'Sagittal T1: 5', 'Axial T2: 5']
 */
export const loadSeries = defineOperator({
  name: 'load-series',
  summary: 'Order the slices of every series by position and standardise orientation and values.',
  description:
    'Rules "dicom": slices are ordered by position, spacing comes from positions, copies and images of other planes or echoes are skipped, and pixels are read in standard orientation and values; every correction adds a warning with a code. ' +
    'Rules "original" match the original implementation: files in natural order of names, stacks towards the left, back or feet reversed, spacing from its attribute, pixels as stored. ' +
    'Headers are read here; pixels are read when an operator needs them.',
  options: z.strictObject({
    rules: z
      .enum(['dicom', 'original'])
      .default('dicom')
      .describe(
        'rules for ordering and reading slices: dicom for real studies, original to match the original implementation',
      ),
  }),
  example: { options: {}, study: () => exampleState(), env: exampleFiles },
  reads: () => [],
  writes: () => ['series', 'slices'],
  apply:
    ({ rules }, env) =>
    async (state) => {
      const where = { studyId: state.study.id };
      const given = state.study.series;
      if (rules === 'original') {
        const slices = sliceStore(env.readBytes, where);
        const series = await Promise.all(given.map((ref) => seriesAsStored(ref, env, slices)));
        const strays = series.flatMap(({ id, files }) => strayNameWarnings(files, id));
        return addingAll(adding('series', series, strays), adding('slices', slices));
      }
      const loaded = await Promise.all(given.map((ref) => seriesInStandard(ref, env)));
      const patients = checkOneStudy(loaded);
      checkReadable(loaded);
      const slices = sliceStore(env.readBytes, where, { known: headersOf(loaded) });
      const series = loaded.map((one) => one.series);
      return addingAll(
        adding('series', series),
        adding('slices', slices, [
          ...loaded.flatMap(({ warnings }) => warnings),
          ...middlesApart(loaded),
          ...namesDiffer(patients),
        ]),
      );
    },
});

/** Date of `studyStart`: YYYYMMDD. */
const DAY_DIGITS = 8;

/** A table may mix the series of several studies; series found by headers already belong to one. */
const checkOneStudy = (loaded: readonly LoadedSeries[]): Patients => {
  const headers = loaded.flatMap(({ slices }) => slices.map(({ header }) => header));
  const patients = patientsIn(headers);
  if (patients.count > 1) throw studyOfSeveralPatients(patients.count);
  const studies = new Set(headers.flatMap(({ studyUid }) => studyUid ?? [])).size;
  if (studies > 1) throw studyMixed('StudyInstanceUIDs', studies);
  const days = new Set(headers.flatMap(({ studyStart }) => studyStart?.slice(0, DAY_DIGITS) ?? [])).size;
  if (days > 1) throw studyMixed('StudyDates', days);
  return patients;
};

/** Names change and have several spellings; a larger difference may be another patient with the same number. */
const namesDiffer = ({ count, names }: Patients): readonly Warning[] =>
  warnIf(count === 1 && names > 1, {
    code: 'PATIENT_NAMES_DIFFER',
    message: `images of one PatientID have ${names} different PatientNames; check that they are of one person before you use the grades`,
  });

/** Reports unreadable images of used series before the first inference, as far as headers reveal them. */
const checkReadable = (loaded: readonly LoadedSeries[]): void => {
  const all = loaded.map(({ series }) => series);
  const used = loaded.filter(
    ({ series }) => series.kind === 'Axial T2' || chooseSeries(all, series.kind).series === series,
  );
  for (const { series, slices } of used)
    for (const [index, { header }] of slices.entries()) {
      const obstacle = pixelObstacle(header, undefined, { seriesId: series.id, file: series.files[index]!.name });
      if (obstacle !== undefined) throw obstacle;
    }
};

/** Properties of each slice that were already read. */
const headersOf = (loaded: readonly LoadedSeries[]) => {
  const keyOf = ({ path, frame = 0 }: Pick<SliceFile, 'path' | 'frame'>) => `${frame} ${path}`;
  const headers = new Map<string, SliceHeader>();
  for (const { slices } of loaded)
    for (const { file, header } of slices) headers.set(keyOf({ path: file.path, frame: header.frame }), header);
  return (file: SliceFile): SliceHeader | undefined => headers.get(keyOf(file));
};
