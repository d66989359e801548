import type { SliceGeometry, Vec3 } from '../domain/study.ts';
import { LEVELS, LOCATIONS, type Location, MISSING_LABEL, type SeriesKind } from '../domain/vocabulary.ts';
import { planSeries } from './acquisition/acquisition.ts';
import { drawReceiver, type NoiseSource, noiseSource, received } from './acquisition/scanner.ts';
import type { SeriesPlan } from './acquisition/series-plan.ts';
import { type Anatomy, drawAnatomy } from './anatomy/anatomy.ts';
import { landmarksOf } from './anatomy/landmarks.ts';
import { type Patient, patientOf } from './anatomy/patient.ts';
import { drawGrades, drawNarrowing, type Grade, type Grades, type Narrowing } from './anatomy/severities.ts';
import { type Contrast, drawSignals } from './anatomy/tissues.ts';
import { keypointsOf, type PhantomKeypoint } from './keypoints.ts';
import { renderSlice, signalPainter } from './painting/render-slice.ts';
import { chance, integer, type Rng, rngOf, scramble32 } from './rng.ts';

export interface PhantomSlice {
  /** Number in the file's name, and DICOM's InstanceNumber. */
  readonly fileNumber: number;
  readonly geometry: SliceGeometry;
  /** Stored values, 12 bits, row-major. */
  readonly pixels: Uint16Array;
}

export interface PhantomSeries {
  readonly id: string;
  readonly kind: SeriesKind;
  readonly contrast: Contrast;
  readonly thicknessMm: number;
  /** Undefined where the files do not state it. */
  readonly spacingBetweenMm: number | undefined;
  /** In ascending file number. */
  readonly slices: readonly PhantomSlice[];
}

export type PhantomLabels = Readonly<Record<Location, Grade | typeof MISSING_LABEL>>;

/** A synthetic study with its truth. */
export interface PhantomStudy {
  readonly id: string;
  readonly seed: number;
  readonly index: number;
  /** In the order of the descriptions file. */
  readonly series: readonly PhantomSeries[];
  /** What a reader wrote down; the truth is in `grades`. */
  readonly labels: PhantomLabels;
  readonly grades: Grades;
  readonly narrowing: Narrowing;
  readonly anatomy: Anatomy;
  readonly landmarksMm: Readonly<Record<Location, Vec3>>;
  readonly keypoints: readonly PhantomKeypoint[];
}

export interface PhantomStudyOptions {
  /** Missing series and labels, tilted blocks, reversed and odd numbering. Default true. */
  readonly quirks?: boolean;
}

/** Study and series identifiers: decimal, and different from one another for all indices of a seed. */
const identifier = (seed: number, count: number, salt: number): string =>
  String(scramble32((scramble32(seed ^ salt) + count) >>> 0));
const STUDY_SALT = 0x51a7e;
const SERIES_SALT = 0x5e21e5;
const MAX_SERIES = 8;

/** Grades of study `index` of a seed, without anything else being made. */
export const phantomGrades = (seed: number, index: number): Grades => drawGrades(rngOf(seed, index, 'labels'));

/** Rarely a reader leaves the recesses of a level ungraded; without axial slices he always does. */
const labelsOf = (rng: Rng, grades: Grades, o: { quirks: boolean; hasAxial: boolean }): PhantomLabels => {
  const skipped = o.quirks && chance(rng, 0.04) ? LEVELS[integer(rng, 0, LEVELS.length - 1)] : undefined;
  const isMissing = (location: Location): boolean =>
    location.includes('subarticular') && (!o.hasAxial || (skipped !== undefined && location.endsWith(skipped)));
  return Object.fromEntries(
    LOCATIONS.map((location) => [location, isMissing(location) ? MISSING_LABEL : grades[location]]),
  ) as Record<Location, Grade | typeof MISSING_LABEL>;
};

/** Everything about a study but its pixels. */
export interface PhantomPlan extends Omit<PhantomStudy, 'series'> {
  readonly patient: Patient;
  readonly series: readonly (SeriesPlan & { readonly id: string })[];
}

export const planPhantom = (seed: number, index: number, { quirks = true }: PhantomStudyOptions = {}): PhantomPlan => {
  const labelRng = rngOf(seed, index, 'labels');
  const grades = drawGrades(labelRng);
  const narrowing = drawNarrowing(labelRng, grades);
  const anatomy = drawAnatomy(rngOf(seed, index, 'anatomy'), narrowing);
  const patient = patientOf(anatomy, rngOf(seed, index, 'texture'));
  const acquisitionRng = rngOf(seed, index, 'acquisition');
  const series = planSeries(acquisitionRng, patient, { quirks }).map((plan, order) => ({
    ...plan,
    id: identifier(seed, index * MAX_SERIES + order, SERIES_SALT),
  }));
  const landmarksMm = landmarksOf(patient);
  const labels = labelsOf(acquisitionRng, grades, { quirks, hasAxial: series.some(({ kind }) => kind === 'Axial T2') });
  return {
    id: identifier(seed, index, STUDY_SALT),
    seed,
    index,
    patient,
    series,
    labels,
    grades,
    narrowing,
    anatomy,
    landmarksMm,
    keypoints: keypointsOf(series, landmarksMm).filter(
      ({ condition, level }) => labels[`${condition}_${level}`] !== MISSING_LABEL,
    ),
  };
};

const scan = (
  { patient, plan }: { patient: Patient; plan: PhantomPlan['series'][number] },
  rng: Rng,
  noise: NoiseSource,
): PhantomSeries => {
  const paint = signalPainter(patient, drawSignals(rng, plan.contrast));
  const receiver = drawReceiver(rng, patient.anatomy, { noise: plan.noise, saturates: plan.kind !== 'Axial T2' });
  const slices = plan.slices.map(({ fileNumber, geometry }) => {
    const signal = renderSlice(patient, paint, { geometry, thicknessMm: plan.thicknessMm });
    return { fileNumber, geometry, pixels: received(signal, geometry, { receiver, noise }) };
  });
  const { id, kind, contrast, thicknessMm } = plan;
  return { id, kind, contrast, thicknessMm, spacingBetweenMm: plan.statesSpacing ? plan.spacingMm : undefined, slices };
};

/** Study `index` of a seed, in memory. The same arguments give the same numbers, whatever else is made. */
export const phantomStudy = (seed: number, index: number, o: PhantomStudyOptions = {}): PhantomStudy => {
  const { patient, series, ...truth } = planPhantom(seed, index, o);
  const rng = rngOf(seed, index, 'noise');
  const noise = noiseSource(rng);
  return { ...truth, series: series.map((plan) => scan({ patient, plan }, rng, noise)) };
};
