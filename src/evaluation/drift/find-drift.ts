import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { JOURNAL } from '../../core/study-record.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { IMAGE_REFERENCE_FILE, readImageReference } from '../../models/weights/image-reference-record.ts';
import { productVersion } from '../../run/product-version.ts';
import { compareWindows, LEAST_COMPARED } from './compare-windows.ts';
import { type DriftReference, referenceOfModel, referenceOfStudies } from './drift-reference.ts';
import type { DriftReport, DriftWindow } from './drift-report.ts';
import { type DriftRun, readDriftRun } from './drift-run.ts';
import { DRIFT_GROUPS, type DriftGroup, type DriftStudy } from './drift-study.ts';
import {
  driftExists,
  driftNothingCompared,
  driftReferenceMissing,
  driftReferenceUnknown,
  driftRunTwice,
} from './errors.ts';
import { DRIFT_FILES, writeDrift } from './write-drift.ts';

/** Options of `findDrift`. */
export interface DriftOptions {
  /** Output folders of runs, in order of time. */
  readonly runs: readonly string[];
  /** Run folder of a model, whose training images are the reference, or output folder of a run; by default the first of `runs`. */
  readonly reference?: string | undefined;
  /** Number of studies in a window; by default each run is one. */
  readonly window?: number | undefined;
  /** Probability of any alarm if nothing changed. */
  readonly level: number;
  /** Destination of `drift.json`, `drift.csv` and `drift.html`. */
  readonly out: string;
  /** Replace an earlier report in `out`. Default false. */
  readonly overwrite?: boolean | undefined;
}

interface Compared {
  readonly reference: DriftReference;
  readonly runs: readonly DriftRun[];
}

const afterFirst = (runs: readonly DriftRun[], groups?: readonly DriftGroup[]): readonly Compared[] => {
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0) return [];
  return [{ reference: referenceOfStudies(first.name, first.studies, groups), runs: others }];
};

/** What to compare with what. A model knows images and scanners only; grades are compared with those of the first run. */
const comparedWith = async (runs: readonly DriftRun[], reference: string | undefined): Promise<readonly Compared[]> => {
  if (reference === undefined) {
    const compared = afterFirst(runs);
    if (compared.length === 0) throw driftReferenceMissing();
    return compared;
  }
  const folder = basename(reference) === IMAGE_REFERENCE_FILE ? dirname(reference) : reference;
  const stored = await readImageReference(folder);
  if (stored !== undefined) {
    const images = referenceOfModel(basename(resolve(folder)), stored.reference);
    const others = DRIFT_GROUPS.filter((group) => !images.groups.includes(group));
    return [{ reference: images, runs }, ...afterFirst(runs, others)];
  }
  if (!existsSync(join(folder, JOURNAL))) throw driftReferenceUnknown(reference);
  const { name, studies } = await readDriftRun(folder);
  return [{ reference: referenceOfStudies(name, studies), runs }];
};

interface Window extends Omit<DriftWindow, 'alarms'> {
  readonly of: DriftRun;
  readonly studies: readonly DriftStudy[];
}

/** The windows of a run; a last one that is less than half full joins the one before. */
const windowsOf = (run: DriftRun, size: number): readonly Window[] => {
  const count = Math.max(1, Math.round(run.studies.length / size));
  return Array.from({ length: count }, (_, index) => {
    const from = index * size;
    const to = index === count - 1 ? run.studies.length : from + size;
    return { of: run, run: run.name, first: from + 1, last: to, studies: run.studies.slice(from, to) };
  });
};

/**
 * Compares runs with an earlier one, or with the images that a model was trained on: images, scanners,
 * features, grades, confidence and warnings. Writes `drift.json`, `drift.csv` and `drift.html`.
 * @throws DRIFT_*, OUTPUT_NOT_EMPTY, IMAGE_STATISTICS_INVALID, CSV_*, SUBMISSION_*, OUTPUT_UNWRITABLE
 *
 * @example
 * import { findDrift } from 'spinestream/evaluation';
 *
 * const options = { reference: 'weights/nano/nano_spinal', level: 0.01, out: 'drift' };
 * await findDrift({ ...options, runs: ['results'] }); // throws DRIFT_NOTHING_COMPARED
 */
export const findDrift = async ({
  runs: folders,
  reference,
  window,
  level,
  out,
  overwrite = false,
}: DriftOptions): Promise<DriftReport> => {
  const earlier = DRIFT_FILES.find((name) => existsSync(join(out, name)));
  if (earlier !== undefined && !overwrite) throw driftExists(out, earlier);
  const places = folders.map((folder) => resolve(folder));
  const twice = folders.find((_, index) => places.indexOf(places[index]!) < index);
  if (twice !== undefined) throw driftRunTwice(twice);
  const runs: DriftRun[] = [];
  for (const folder of folders) runs.push(await readDriftRun(folder));
  const compared = await comparedWith(runs, reference);
  const chosen = runs.filter((run) => compared.some((one) => one.runs.includes(run)));
  const windows = chosen.flatMap((run) => windowsOf(run, window ?? run.studies.length));
  const pairs = compared.flatMap(({ reference: before, runs: own }) =>
    windows.flatMap(({ of, studies }, index) =>
      own.includes(of) ? [{ reference: before, studies, window: index }] : [],
    ),
  );
  const { comparisons, notCompared } = compareWindows(pairs, level);
  if (comparisons.length === 0) throw driftNothingCompared(LEAST_COMPARED);
  const alarms = comparisons.filter(({ alarm }) => alarm);
  const report: DriftReport = {
    format: 'spinestream-drift-1',
    spinestream: productVersion(),
    level,
    references: compared.map(({ reference: { name, kind, studies, groups } }) => ({ name, kind, studies, groups })),
    windows: windows.map(({ run, first, last }, index) => ({
      ...{ run, first, last },
      alarms: alarms.filter((one) => one.window === index).length,
    })),
    comparisons,
    notCompared,
    alarms: alarms.length,
  };
  await makeFolder(out);
  await writeDrift(out, report);
  return report;
};
