import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Runtime } from '../../src/models/runtime/runtime.ts';

/** ONNX Runtime on one thread, for the tests of the suite that calls this. */
export const testRuntime = (): (() => Runtime) => {
  let runtime: Runtime;
  before(async () => {
    runtime = await startOnnxRuntime({ threads: 1 });
  });
  after(() => runtime.close());
  return () => runtime;
};
