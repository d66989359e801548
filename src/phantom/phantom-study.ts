import type { SliceGeometry, Vec3 } from '../domain/study.ts';
import { type Location, MISSING_LABEL } from '../domain/vocabulary.ts';
import { planSeries } from './acquisition/acquisition.ts';
import { drawReceiver, type NoiseSource, noiseSource, received } from './acquisition/scanner.ts';
import type { SeriesPlan } from './acquisition/series-plan.ts';
import { type Anatomy, drawAnatomy } from './anatomy/anatomy.ts';
import { landmarksOf } from './anatomy/landmarks.ts';
import { type Patient, patientOf } from './anatomy/patient.ts';
import { drawGrades, drawNarrowing, type Grades, type Narrowing } from './anatomy/severities.ts';
import { drawSignals } from './anatomy/tissues.ts';
import { keypointsOf, type PhantomKeypoint } from './keypoints.ts';
import { isSeen, labelsOf, type PhantomLabels } from './labels.ts';
import { renderSlice, signalPainter } from './painting/render-slice.ts';
import { namedRngOf, type Rng, rngOf, scramble32 } from './rng.ts';
import { drawSeverities, type Severities } from './severities/hard-severities.ts';
import { BUILT_IN_VARIATIONS } from './variations/built-in.ts';
import { type DrawnVariation, drawVariations } from './variations/draw-variations.ts';

export interface PhantomSlice {
  /** Number in the file's name, and DICOM's InstanceNumber. */
  readonly fileNumber: number;
  readonly geometry: SliceGeometry;
  /** Stored values, 12 bits, row-major. */
  readonly pixels: Uint16Array;
}

export interface PhantomSeries
  extends Pick<SeriesPlan, 'kind' | 'contrast' | 'thicknessMm' | 'fatSuppressed' | 'fieldTesla'> {
  readonly id: string;
  /** Undefined if the files do not state it. */
  readonly spacingBetweenMm: number | undefined;
  /** In ascending file number. */
  readonly slices: readonly PhantomSlice[];
}

/** A synthetic study with its truth. */
export interface PhantomStudy {
  readonly id: string;
  readonly seed: number;
  readonly index: number;
  /** In the order of the descriptions file. */
  readonly series: readonly PhantomSeries[];
  /** Labels that a reader recorded; the truth is in `grades`. */
  readonly labels: PhantomLabels;
  readonly grades: Grades;
  readonly narrowing: Narrowing;
  readonly anatomy: Anatomy;
  readonly landmarksMm: Readonly<Record<Location, Vec3>>;
  readonly keypoints: readonly PhantomKeypoint[];
  /** Variations of the study with their strengths, 0 to 1; none at difficulty 0. */
  readonly variations: readonly Pick<DrawnVariation, 'name' | 'strength'>[];
}

export interface PhantomStudyOptions {
  /** Missing series and labels, tilted blocks, reversed and irregular numbering. Default true. */
  readonly quirks?: boolean;
  /** 0 textbook anatomy and technique, 1 as hard as real studies. Default 0. */
  readonly difficulty?: number;
}

/** Study and series identifiers: decimal, and unique across all indices of a seed. */
const identifier = (seed: number, count: number, salt: number): string =>
  String(scramble32((scramble32(seed ^ salt) + count) >>> 0));
const STUDY_SALT = 0x51a7e;
const SERIES_SALT = 0x5e21e5;
const MAX_SERIES = 8;

/** Everything about a study except its pixels. */
export interface PhantomPlan extends Omit<PhantomStudy, 'series'> {
  readonly patient: Patient;
  readonly series: readonly (SeriesPlan & { readonly id: string })[];
  readonly drawn: readonly DrawnVariation[];
}

/** Textbook severities are read correctly. */
const severitiesOf = (seed: number, index: number, difficulty: number): Severities => {
  if (difficulty > 0) return drawSeverities(namedRngOf(seed, index, 'severities'), difficulty);
  const rng = rngOf(seed, index, 'labels');
  const grades = drawGrades(rng);
  return { grades, read: grades, narrowing: drawNarrowing(rng, grades) };
};

const anatomyOf = (seed: number, index: number, o: { narrowing: Narrowing; drawn: readonly DrawnVariation[] }) =>
  o.drawn.reduce(
    (anatomy, { change }) => change.anatomy?.(anatomy) ?? anatomy,
    drawAnatomy(rngOf(seed, index, 'anatomy'), o.narrowing),
  );

/** Slices on which the canal may be marked: the central one or, in a curved spine, one of the five central ones. */
const canalSlices = (difficulty: number): number => (difficulty > 0 ? 5 : 1);

export const planPhantom = (
  seed: number,
  index: number,
  { quirks = true, difficulty = 0 }: PhantomStudyOptions = {},
): PhantomPlan => {
  const { grades, read, narrowing } = severitiesOf(seed, index, difficulty);
  const drawn = drawVariations(BUILT_IN_VARIATIONS, { seed, index, difficulty, quirks });
  const anatomy = anatomyOf(seed, index, { narrowing, drawn });
  const patient = patientOf(anatomy, rngOf(seed, index, 'texture'));
  const acquisitionRng = rngOf(seed, index, 'acquisition');
  const series = planSeries(acquisitionRng, patient, { quirks })
    .map((plan, order) => ({
      ...drawn.reduce((each, { change }) => change.series?.(each, patient) ?? each, plan),
      id: identifier(seed, index * MAX_SERIES + order, SERIES_SALT),
    }))
    .filter(({ slices }) => slices.length > 0);
  const landmarksMm = landmarksOf(patient);
  const labels = labelsOf(acquisitionRng, read, {
    quirks,
    hasAxial: series.some(({ kind }) => kind === 'Axial T2'),
    isSeen: (location) => difficulty === 0 || isSeen(landmarksMm[location], series),
  });
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
    keypoints: keypointsOf(series, landmarksMm, { canalSlices: canalSlices(difficulty) }).filter(
      ({ condition, level }) => labels[`${condition}_${level}`] !== MISSING_LABEL,
    ),
    variations: drawn.map(({ name, strength }) => ({ name, strength })),
    drawn,
  };
};

const scan = (
  { plan: { patient, drawn }, series }: { plan: PhantomPlan; series: PhantomPlan['series'][number] },
  rng: Rng,
  noise: NoiseSource,
): PhantomSeries => {
  const changes = drawn.map(({ change }) => change);
  const signals = changes.reduce(
    (each, change) => change.signals?.(each, series) ?? each,
    drawSignals(rng, series.contrast),
  );
  const paint = signalPainter(patient, signals);
  const receiver = drawReceiver(rng, patient.anatomy, { noise: series.noise, saturates: series.kind !== 'Axial T2' });
  const { thicknessMm } = series;
  const render = (geometry: SliceGeometry) => renderSlice(patient, paint, { geometry, thicknessMm });
  const slices = series.slices.map(({ fileNumber, geometry }) => {
    const exposure = { geometry, plan: series, patient, render };
    const signal = changes.reduce((each, change) => change.image?.(each, exposure) ?? each, render(geometry));
    return { fileNumber, geometry, pixels: received(signal, geometry, { receiver, noise }) };
  });
  const { statesSpacing, spacingMm, noise: _noise, ...header } = series;
  return { ...header, spacingBetweenMm: statesSpacing ? spacingMm : undefined, slices };
};

/** Generates study `index` of a seed in memory. The same arguments give the same result, whatever else is generated. */
export const phantomStudy = (seed: number, index: number, o: PhantomStudyOptions = {}): PhantomStudy => {
  const plan = planPhantom(seed, index, o);
  const { patient: _patient, drawn: _drawn, series, ...truth } = plan;
  const rng = rngOf(seed, index, 'noise');
  const noise = noiseSource(rng);
  return { ...truth, series: series.map((each) => scan({ plan, series: each }, rng, noise)) };
};
