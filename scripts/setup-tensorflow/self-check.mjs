// node self-check.mjs <folder>: does the backend in this folder compute? Ends with code 1 and a reason if not.
// Plain JavaScript in a process of its own: a library that does not load may take the process with it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]);
const register = join(folder, 'register.mjs');
await import(pathToFileURL(register).href);
const tf = createRequire(register)('@tensorflow/tfjs-core');
await tf.setBackend('tensorflow');

const check = (what, found, expected) => {
  const values = [...found.dataSync()];
  if (values.length === expected.length && values.every((value, i) => Math.abs(value - expected[i]) < 1e-5)) return;
  console.error(`${what}: expected ${expected.join(', ')}, but found ${values.join(', ')}`);
  process.exit(1);
};

// (1 2; 3 4) (5 6; 7 8)
const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const b = tf.tensor2d([5, 6, 7, 8], [2, 2]);
check('matrix product', tf.matMul(a, b), [19, 22, 43, 50]);

// The sum of a 2 x 2 window over ones: every weight sees the 3 x 3 places of a 4 x 4 picture, so d(sum)/dw = 9.
const slope = tf
  .engine()
  .runKernel(
    'Conv2DBackpropFilter',
    { x: tf.ones([1, 4, 4, 1]), dy: tf.ones([1, 3, 3, 1]) },
    { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [2, 2, 1, 1] },
  );
check('gradient of a convolution', slope, [9, 9, 9, 9]);

// One descent by that slope from ones, at a rate of 0.1.
const filter = tf.variable(tf.ones([2, 2, 1, 1]), true, 'filter');
tf.train.sgd(0.1).applyGradients({ filter: slope });
check('gradient step', filter, [0.1, 0.1, 0.1, 0.1]);

const { binding, isUsingGpuDevice } = tf.backend();
console.log(`TensorFlow ${binding.TF_Version} computes on ${isUsingGpuDevice ? 'a GPU' : 'the CPU'}`);
if (JSON.parse(readFileSync(join(folder, 'setup.json'), 'utf8')).gpu && !isUsingGpuDevice)
  console.log('It has CUDA but found no device: is the NVIDIA driver there (nvidia-smi)?');
