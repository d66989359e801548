import { LEVELS, type Level, type Location, locationOf, SIDES } from '../../domain/vocabulary.ts';
import { between, chance, gaussianWithin, type Rng } from '../rng.ts';
import { clamp } from '../smooth.ts';
import type { Narrowing } from './severities.ts';

/** Left (+x) first, then right. */
type Sided = readonly [left: number, right: number];

/** T10 to S4; vertebra `v` lies above disc `v`. */
export const VERTEBRAE = ['T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5', 'S1', 'S2', 'S3', 'S4'] as const;
/** L1/L2, the first of the consecutive graded discs. */
export const FIRST_GRADED_DISC = 3;
export const S1 = VERTEBRAE.indexOf('S1');
export const discOf = (level: Level): number => FIRST_GRADED_DISC + LEVELS.indexOf(level);

/** A patient, and what variations add. Lengths across the spine are those of an average adult times `size`. */
export interface Anatomy extends Readonly<ReturnType<typeof drawAnatomy>> {
  /** Forward slip of the vertebra above each disc, in mm; absent: none. */
  readonly slipsMm?: readonly number[];
  /** Number of vertebrae free of the sacrum; absent: five. */
  readonly freeLumbar?: 4 | 6;
}

export type DiscAnatomy = Readonly<ReturnType<typeof drawDisc>>;

/** The uppermost vertebra of the sacrum: S1, or with four or six free vertebrae L5 or S2. */
export const topOfSacrum = ({ freeLumbar }: Anatomy): number => S1 + (freeLumbar ?? 5) - 5;

const VERTEBRA_HEIGHTS_MM = [24, 25, 26, 27, 27.5, 28, 28, 27.5, 28, 22, 18, 16];
const DISC_HEIGHTS_MM = [4.5, 5.5, 7, 8.2, 9.6, 10.6, 11.2, 9.8, 2.6, 1.8, 1.5];

const levelOfDisc = (disc: number): Level | undefined => LEVELS[disc - FIRST_GRADED_DISC];

/** Passages about a disc: 0 wide open, 1 closed. */
interface Passages {
  readonly canal: number;
  readonly foramen: Sided;
  readonly recess: Sided;
}

const narrowingAt = (narrowing: Narrowing, level: Level): Passages => {
  const at = (location: Location) => narrowing[location];
  const sided = (name: 'neural_foraminal_narrowing' | 'subarticular_stenosis'): Sided => [
    at(locationOf(`${SIDES[0]}_${name}`, level)),
    at(locationOf(`${SIDES[1]}_${name}`, level)),
  ];
  return {
    canal: at(locationOf('spinal_canal_stenosis', level)),
    foramen: sided('neural_foraminal_narrowing'),
    recess: sided('subarticular_stenosis'),
  };
};

const OPEN: Passages = { canal: 0, foramen: [0, 0], recess: [0, 0] };

/** Shape of a disc and of the passages about it. Narrow places occur at worn discs; worn discs need not be narrow. */
const drawDisc = (rng: Rng, disc: number, narrowing: Narrowing) => {
  const level = levelOfDisc(disc);
  const passages = level === undefined ? OPEN : narrowingAt(narrowing, level);
  const worst = Math.max(passages.canal, ...passages.foramen, ...passages.recess);
  const wear =
    level === undefined
      ? between(rng, 0, 0.4)
      : clamp(0.6 * worst + gaussianWithin(rng, { mean: 0.18, deviation: 0.2 }), 0, 1);
  const collapse = 0.4 * wear * between(rng, 0.5, 1) + 0.12 * Math.max(...passages.foramen);
  return {
    ...passages,
    heightMm: DISC_HEIGHTS_MM[disc]! * (1 - collapse) * between(rng, 0.93, 1.07),
    /** 1 a bright nucleus on T2, 0 a black disc. */
    hydration: disc > discOf('l5_s1') ? 0.2 : clamp(1 - 1.15 * wear + between(rng, -0.1, 0.1), 0, 1),
    /** Bulge of the whole rim. */
    bulgeMm: 0.3 + 1.6 * wear,
    /** 0 healthy joints, 1 grossly thickened ones. */
    facetWear: clamp(0.5 * wear + between(rng, -0.1, 0.3), 0, 1),
    /** Fatty marrow along the endplates, 0 to 1. */
    fattyEndplate: wear > 0.5 && chance(rng, 0.35) ? between(rng, 0.3, 0.8) : 0,
  };
};

/** Draws a patient with given narrowings. */
export const drawAnatomy = (rng: Rng, narrowing: Narrowing) => {
  const size = gaussianWithin(rng, { mean: 1, deviation: 0.05 });
  return {
    size,
    lordosisRad: (gaussianWithin(rng, { mean: 46, deviation: 9 }) * Math.PI) / 180,
    /** Tilt of the spine at L3/L4; positive leans back upwards. */
    pitchRad: (gaussianWithin(rng, { mean: -4, deviation: 2.5 }) * Math.PI) / 180,
    /** Scoliosis: greatest sideways deviation, and its position along the spine. */
    scoliosisMm: gaussianWithin(rng, { mean: 0, deviation: 1.6 }),
    scoliosisAtMm: between(rng, -40, 60),
    /** Position of the centre of disc L3/L4 in the scanner. */
    originMm: { x: between(rng, -8, 8), y: between(rng, -25, 15), z: between(rng, -30, 30) },
    vertebraHeightsMm: VERTEBRA_HEIGHTS_MM.map((height) => height * size * between(rng, 0.97, 1.03)),
    discs: DISC_HEIGHTS_MM.map((_, disc) => drawDisc(rng, disc, narrowing)),
    /** Sagittal and transverse width of the canal; 1 is average. */
    canalDepth: gaussianWithin(rng, { mean: 1, deviation: 0.05 }),
    canalWidth: gaussianWithin(rng, { mean: 1, deviation: 0.05 }),
    /** Tip of the cord and end of the sac, above the centres of L1/L2 and of S1/S2. */
    conusMm: gaussianWithin(rng, { mean: 6, deviation: 9 }),
    sacEndMm: gaussianWithin(rng, { mean: -2, deviation: 5 }),
    backFatMm: clamp(gaussianWithin(rng, { mean: 15, deviation: 8 }), 5, 32),
    muscleBulk: gaussianWithin(rng, { mean: 1, deviation: 0.08 }),
    /** Share of fat in the back muscles, 0 to 1. */
    muscleFat: clamp(gaussianWithin(rng, { mean: 0.3, deviation: 0.2 }), 0.05, 0.8),
    aortaMm: between(rng, 7.5, 10.5),
  };
};
