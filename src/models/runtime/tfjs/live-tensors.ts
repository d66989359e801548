import { engine } from '@tensorflow/tfjs-core';

/** Number of undisposed tensors of this thread; 0 if no backend was started, which `tf.memory()` would require. */
export const liveTensors = (): number => engine().state.numTensors;
