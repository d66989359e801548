import type { StateDict } from '../../src/models/weights/state-dict.ts';
import { goldenJson } from '../support/goldens.ts';

export interface TrainingRecord {
  readonly steps: number;
  readonly loss: readonly number[];
  readonly lr: readonly number[];
  readonly data: {
    readonly labels: readonly (readonly number[])[];
    readonly centres_xy: readonly (readonly (readonly (readonly [number, number])[])[])[];
    readonly heatmap_std: number;
  };
  readonly grad_norm_step_1: Readonly<Record<string, number>>;
  readonly mean_std_after_step_1: MeansAndDeviations;
  readonly mean_std_after_last_step: MeansAndDeviations;
}

type MeansAndDeviations = Readonly<Record<string, readonly [number, number]>>;

export const trainingRecord = (name: string): TrainingRecord => goldenJson('training', name, 'record.json');

const meanAndDeviation = (values: readonly number[]): readonly [number, number] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
};

/** The entry that is furthest from the record, relative to the larger of 1 and the value. */
export const worstEntry = (weights: StateDict, expected: MeansAndDeviations): { name: string; difference: number } => {
  const differences = Object.entries(expected).flatMap(([name, values]) => {
    const found = meanAndDeviation(Array.from(weights.get(name)!.data, Number));
    return values.map((value, index) => ({
      name,
      difference: Math.abs(value - found[index]!) / Math.max(1, Math.abs(value)),
    }));
  });
  return differences.reduce((worst, entry) => (entry.difference <= worst.difference ? worst : entry));
};
