import { engine } from '@tensorflow/tfjs-core';

/** Tensors of this thread that were not disposed; 0 also where no backend ever started, of which `tf.memory()` would ask. */
export const liveTensors = (): number => engine().state.numTensors;
