import * as tf from '@tensorflow/tfjs-core';
import { BACKEND_ENTRIES, type TfjsBackend } from './backends.ts';
import { locateBackend } from './locate-backend.ts';
import { provideWebGpu } from './provide-webgpu.ts';

/** Removes the WebAssembly module's own handlers, which would end the process on any error and print a page of minified code. */
const withoutProcessHandlers = async <T>(work: () => Promise<T>): Promise<T> => {
  const exceptions = process.listeners('uncaughtException');
  const rejections = process.listeners('unhandledRejection');
  const result = await work();
  for (const listener of process.listeners('uncaughtException'))
    if (!exceptions.includes(listener)) process.removeListener('uncaughtException', listener);
  for (const listener of process.listeners('unhandledRejection'))
    if (!rejections.includes(listener)) process.removeListener('unhandledRejection', listener);
  return result;
};

/** Detects that TensorFlow with CUDA silently computes on the CPU for lack of a device. */
const checkDevice = (): void => {
  const backend: unknown = tf.backend();
  const found = typeof backend === 'object' && backend !== null && 'isUsingGpuDevice' in backend;
  if (!found || backend.isUsingGpuDevice !== true) throw new Error('it finds no device for CUDA');
};

/**
 * Makes clones share their data, as on other backends. The WebAssembly backend copies them, and TensorFlow.js clones every tensor that a gradient
 * needs: a training step would take twice the memory.
 */
const shareClones = (backendName: string): void => {
  tf.unregisterKernel('Identity', backendName);
  tf.registerKernel({
    kernelName: 'Identity',
    backendName,
    kernelFunc: ({ inputs: { x } }) => {
      const { dataId, shape, dtype } = x!;
      tf.backend().incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
};

const started = new Set<TfjsBackend>();

/** Activates a registered backend. Replaces `tf.setBackend`, which hides the reason of a failure. */
const use = async (name: string): Promise<void> => {
  const make: (() => unknown) | null = tf.findBackendFactory(name);
  if (make === null) throw new Error('its package registered no backend');
  const backend = await tf.findBackendFactory(name)();
  tf.removeBackend(name);
  tf.registerBackend(name, () => backend);
  if (!(await tf.setBackend(name))) throw new Error('TensorFlow.js refused it');
};

/** A product with a known result: (1 2; 3 4) (5; 6). */
const checkIt = async (): Promise<void> => {
  const result = tf.tidy(() => tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6], [2, 1])));
  const [first, second] = await result.data();
  result.dispose();
  if (first !== 17 || second !== 39) throw new Error(`it computes ${first}, ${second} where 17, 39 is right`);
};

/**
 * Starts a backend in this thread and activates it.
 * @throws the reason, if it is not installed, does not start, or computes incorrectly
 */
export const startBackend = async (backend: TfjsBackend): Promise<void> => {
  if (started.has(backend)) {
    await tf.setBackend(BACKEND_ENTRIES[backend].registered);
    return;
  }
  const location = locateBackend(backend);
  if ('missing' in location) throw new Error(location.missing);
  tf.enableProdMode(); // suppresses advertisements on the console
  if (backend === 'webgpu') await provideWebGpu();
  const modules = location.modules.filter((name) => name !== 'webgpu');
  await withoutProcessHandlers(async () => {
    for (const name of modules) await import(name);
    await use(BACKEND_ENTRIES[backend].registered);
  });
  if (backend === 'wasm') shareClones(BACKEND_ENTRIES.wasm.registered);
  if (backend === 'tfjs-node-gpu') checkDevice();
  await checkIt();
  started.add(backend);
};

/** Number of undisposed tensors of this thread; 0 if no backend was started, which `tf.memory()` would require. */
export const liveTensors = (): number => tf.engine().state.numTensors;
