// Loads every run folder of a folder in a separate process, whose memory is measured: node --import tsx
// loading-child.ts <folder>
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModels, openModel } from '../src/models/model-store.ts';
import { startOnnxRuntime } from '../src/models/runtime/onnx/onnx-runtime.ts';
import { peakRssBytes } from './peak-rss.ts';

/** The child's answer. */
export interface LoadingMeasured {
  readonly weightBytes: number;
  /** Peak resident size according to the kernel, Node and ONNX Runtime included. */
  readonly peakRssBytes: number;
}

const folder = process.argv[2]!;
const runtime = await startOnnxRuntime();
const names = (await readdir(folder)).sort();
const request = (name: string) => ({ name, path: join(folder, name), folds: 'all' as const, weights: 'best' as const });
const models = await Promise.all(names.map((name) => openModel(request(name))));
await loadModels(models, runtime);
await runtime.close();
const files = await Promise.all(names.map((name) => stat(join(folder, name, 'fold1-best.safetensors'))));
const measured: LoadingMeasured = {
  weightBytes: files.reduce((sum, { size }) => sum + size, 0),
  peakRssBytes: peakRssBytes(),
};
process.send?.(measured);
