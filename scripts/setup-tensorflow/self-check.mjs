// node self-check.mjs <folder>: does the backend in this folder compute? Ends with code 1 and a reason if not.
// Plain JavaScript in a process of its own: a library that does not load may take the process with it.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]);
await import(pathToFileURL(join(folder, 'register.mjs')).href);
const tf = createRequire(join(folder, 'register.mjs'))('@tensorflow/tfjs');
await tf.setBackend('tensorflow');

const check = (what, found, expected) => {
  if (found.length === expected.length && found.every((value, i) => Math.abs(value - expected[i]) < 1e-5)) return;
  console.error(`${what}: expected ${expected.join(', ')}, but found ${[...found].join(', ')}`);
  process.exit(1);
};

const product = tf.matMul(
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
);
check('matrix product', product.dataSync(), [19, 22, 43, 50]);

// The sum of a 2 x 2 window over ones: every weight sees the 3 x 3 places of a 4 x 4 picture, so d(sum)/dw = 9.
const picture = tf.ones([1, 4, 4, 1]);
const ofFilter = tf.grad((filter) => tf.conv2d(picture, filter, 1, 'valid').sum());
check('gradient of a convolution', ofFilter(tf.ones([2, 2, 1, 1])).dataSync(), [9, 9, 9, 9]);

// (3w - 6)^2 at w = 1 has the slope 2 (3 - 6) 3 = -18; a step of 0.01 leads to 1.18.
const w = tf.variable(tf.scalar(1));
tf.train.sgd(0.01).minimize(() => w.mul(3).sub(6).square().asScalar());
check('gradient step', w.dataSync(), [1.18]);

const { binding, isUsingGpuDevice } = tf.backend();
console.log(`TensorFlow ${binding.TF_Version} computes on ${isUsingGpuDevice ? 'a GPU' : 'the CPU'}`);
