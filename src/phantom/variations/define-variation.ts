import type { SliceGeometry } from '../../domain/study.ts';
import type { SeriesPlan } from '../acquisition/series-plan.ts';
import type { Anatomy } from '../anatomy/anatomy.ts';
import type { Patient } from '../anatomy/patient.ts';
import type { Signals } from '../anatomy/tissues.ts';
import type { Rng } from '../rng.ts';

/** Subject of a picture. */
interface Exposure {
  readonly geometry: SliceGeometry;
  readonly plan: SeriesPlan;
  readonly patient: Patient;
  /** Noiseless signal of another slice of the same series, as passed to `Change.image`. */
  readonly render: (geometry: SliceGeometry) => Float32Array;
}

/** Changes to one study: pure functions, one per stage of its generation. Absent stages are unchanged. */
export interface Change {
  readonly anatomy?: (anatomy: Anatomy) => Anatomy;
  /** Changes each series; slices may be removed, moved or get another grid. */
  readonly series?: (plan: SeriesPlan, patient: Patient) => SeriesPlan;
  readonly signals?: (signals: Signals, plan: SeriesPlan) => Signals;
  /** Changes each slice's noiseless signal; [rows, columns], about 0 to 1. */
  readonly image?: (signal: Float32Array, exposure: Exposure) => Float32Array;
}

/** Declaration of a variation. */
export interface VariationInfo {
  /** Name in truth.json, a word. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Share of studies with it at difficulty 1; it falls with the difficulty. */
  readonly share: number;
  /** True if it removes something that `--no-quirks` keeps complete. */
  readonly removes?: boolean;
  /** Draws from its own RNG stream. `strength` is 0 to 1. */
  readonly draw: (rng: Rng, strength: number) => Change;
}

/** Declares a variation. One file each; `npm run generate` lists them. */
export const defineVariation = (info: VariationInfo): VariationInfo => info;
