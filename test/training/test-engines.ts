import { locateBackend } from '../../src/models/runtime/tfjs/locate-backend.ts';
import { startOnnxEngine } from '../../src/training/onnx-engine.ts';
import { startTfjsEngine } from '../../src/training/tfjs-engine.ts';
import type { EngineOptions, TrainEngine } from '../../src/training/train-engine.ts';
import { testBackends } from '../models/nn/tfjs/test-backends.ts';

export type StartEngine = (options: EngineOptions) => Promise<TrainEngine>;

/** A real TensorFlow is an extra (`npm run setup:tensorflow`). */
const isSetUp = 'modules' in locateBackend('tfjs-node');

/** Backends of TensorFlow.js that this machine has, or is told to use. */
export const TFJS_BACKENDS = testBackends(isSetUp ? ['wasm', 'tfjs-node'] : ['wasm']);

export const TFJS_ENGINES: Readonly<Record<string, StartEngine>> = Object.fromEntries(
  TFJS_BACKENDS.map((backend) => [
    `TensorFlow.js, ${backend}`,
    (options: EngineOptions) => startTfjsEngine({ ...options, backend }),
  ]),
);

const onnx: StartEngine = (options) => startOnnxEngine({ ...options, threads: 1 });
const wasm: StartEngine = (options) => startTfjsEngine({ ...options, backend: 'wasm' });

/** Engines that every machine has, by what they are called in tests. */
export const EVERYWHERE: Readonly<Record<string, StartEngine>> = { 'ONNX Runtime': onnx, 'TensorFlow.js, wasm': wasm };

/** All engines that this machine has. */
export const ENGINES: Readonly<Record<string, StartEngine>> = { 'ONNX Runtime': onnx, ...TFJS_ENGINES };
