import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { elementCount, type Tensor } from '../../src/domain/image.ts';
import type { Predictor, Runtime } from '../../src/models/runtime/runtime.ts';
import { uniformAt } from '../../src/models/weights/fill.ts';
import { writeRunFolder } from '../../src/models/weights/run-folder.ts';
import { SHIPPED_MODELS } from './write-untrained-models.ts';

/** A number that follows from the inputs' values, so that another input gives other outputs. */
const seedOfInputs = (inputs: Readonly<Record<string, Tensor>>): number => {
  let seed = 0;
  for (const { data } of Object.values(inputs))
    seed = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), seed);
  return seed;
};

/** Peaks in the middle quarter of the map, so that regions have work, at places that follow from the input. */
const heatmapsOf = (shape: readonly number[], seed: number): Float32Array => {
  const [, channels = 0, rows = 0, columns = 0] = shape;
  const data = new Float32Array(elementCount(shape));
  for (let c = 0; c < channels; c++) {
    const row = Math.floor(rows * (0.4 + 0.2 * uniformAt(seed, 2 * c)));
    const column = Math.floor(columns * (0.4 + 0.2 * uniformAt(seed, 2 * c + 1)));
    data[(c * rows + row) * columns + column] = 1;
  }
  return data;
};

/**
 * A runtime that computes nothing: outputs of the right shape follow from the inputs' bytes.
 * @param delayMs  how long a prediction takes
 */
export const fakeRuntime = (delayMs = 0): Runtime => ({
  load: async ({ name, architecture }): Promise<Predictor> => ({
    name,
    inputs: architecture.inputs,
    outputs: [],
    predict: async (inputs) => {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const seed = seedOfInputs(inputs);
      const [first] = Object.values(inputs);
      const batch = first?.shape[0] ?? 1;
      const config = 'config' in architecture ? architecture.config : undefined;
      if (architecture.outputNames[0] === 'heatmaps') {
        const channels = architecture.name.includes('keypoints') ? channelsOf(config) : 0;
        const shape = [batch, channels, ...(first?.shape.slice(2) ?? [])];
        return { heatmaps: { shape, data: heatmapsOf(shape, seed) } };
      }
      const shape = [batch, architecture.name.startsWith('global') ? 15 : 3];
      const data = Float32Array.from({ length: elementCount(shape) }, (_, i) => uniformAt(seed, i));
      return { logits: { shape, data } };
    },
    release: async () => {},
  }),
  stats: () => ({ runs: 0, runMs: 0, graphMs: 0, sessionMs: 0, models: {} }),
  close: async () => undefined,
});

const channelsOf = (config: unknown): number =>
  typeof config === 'object' && config !== null && 'outChannels' in config ? Number(config.outChannels) : 0;

/** Run folders of the shipped pipelines' models with next to no weights, for the fake runtime. */
export const writeFakeModels = async (into: string): Promise<void> => {
  await mkdir(into, { recursive: true });
  const weights = new Map([['w', { dtype: 'float32' as const, shape: [1], data: new Float32Array(1) }]]);
  for (const [name, { architecture, input }] of Object.entries(SHIPPED_MODELS)) {
    const config = { name, architecture: { ...architecture }, input };
    await writeRunFolder(join(into, name), { config, folds: [{ fold: 1, which: 'best', weights }] });
  }
};
