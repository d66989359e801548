import type { SliceGeometry } from '../../domain/study.ts';
import type { SeriesPlan } from '../acquisition/series-plan.ts';
import type { Anatomy } from '../anatomy/anatomy.ts';
import type { Patient } from '../anatomy/patient.ts';
import type { Signals } from '../anatomy/tissues.ts';
import type { Rng } from '../rng.ts';

/** What a picture is a picture of. */
export interface Exposure {
  readonly geometry: SliceGeometry;
  readonly plan: SeriesPlan;
  readonly patient: Patient;
  /** Noiseless signal of another slice of the same series, as `Change.image` is given it. */
  readonly render: (geometry: SliceGeometry) => Float32Array;
}

/** How one study differs: pure functions, each of another stage of its making. What is absent stays as it is. */
export interface Change {
  readonly anatomy?: (anatomy: Anatomy) => Anatomy;
  /** Of each series; slices may go, move or get another grid. */
  readonly series?: (plan: SeriesPlan, patient: Patient) => SeriesPlan;
  readonly signals?: (signals: Signals, plan: SeriesPlan) => Signals;
  /** Of each slice's noiseless signal; [rows, columns], about 0 to 1. */
  readonly image?: (signal: Float32Array, exposure: Exposure) => Float32Array;
}

/** Everything about a variation, declared once. */
export interface VariationInfo {
  /** A word, as truth.json has it. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Share of studies that have it at difficulty 1; it falls with the difficulty. */
  readonly share: number;
  /** True where it takes from a study what `--no-quirks` keeps complete. */
  readonly removes?: boolean;
  /** Takes its chances from a stream of its own. `strength` is 0 to 1. */
  readonly draw: (rng: Rng, strength: number) => Change;
}

/** Declares a variation. One file each; `npm run generate` lists it. */
export const defineVariation = (info: VariationInfo): VariationInfo => info;
