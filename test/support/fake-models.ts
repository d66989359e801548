import type { ModelSet, ModelStore } from '../../src/models/model-store.ts';
import type { Predictor, Tensors } from '../../src/models/runtime/runtime.ts';
import { type ArchitectureConfig, architectureOf } from '../../src/models/zoo/architecture.ts';

/** What a fold of a fake model answers. */
export type Answer = (inputs: Tensors) => Tensors;

export interface FakeModel {
  readonly name: string;
  readonly architecture: ArchitectureConfig;
  readonly resolutionPx: number;
  /** One a fold. */
  readonly answers: readonly Answer[];
}

/** A model of a real architecture whose answers are the test's. */
export const fakeModel = ({ name, architecture: config, resolutionPx, answers }: FakeModel): ModelSet => {
  const architecture = architectureOf(config, { resolutionPx });
  const members = answers.map(
    (answer): Predictor => ({
      name,
      inputs: architecture.inputs,
      outputs: architecture.outputs,
      predict: async (inputs) => answer(inputs),
      release: async () => {},
    }),
  );
  return { name, architecture, members };
};

export const storeOf = (...sets: readonly ModelSet[]): ModelStore => ({
  get: async (name) => {
    const set = sets.find((one) => one.name === name);
    if (set === undefined) throw new Error(`the test has no model "${name}"`);
    return set;
  },
});

/** Heatmaps that are zero but for a single 1 each, at (row, column). [1, peaks, size, size] */
export const mapsWithPeaks = (peaks: readonly (readonly [row: number, column: number])[], size: number): Tensors => {
  const data = new Float32Array(peaks.length * size * size);
  for (const [channel, [row, column]] of peaks.entries()) data[(channel * size + row) * size + column] = 1;
  return { heatmaps: { shape: [1, peaks.length, size, size], data } };
};
