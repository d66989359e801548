import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Runtime } from '../../src/models/runtime/runtime.ts';

/** A runtime for the tests of the suite that calls this; by default ONNX Runtime on one thread. */
export const testRuntime = (
  start: () => Promise<Runtime> = () => startOnnxRuntime({ threads: 1 }),
): (() => Runtime) => {
  let runtime: Runtime;
  before(async () => {
    runtime = await start();
  });
  after(() => runtime.close());
  return () => runtime;
};
