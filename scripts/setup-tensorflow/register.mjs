// Registers the backend "tensorflow" with the `@tensorflow/tfjs-core` of the product.
// setup-tensorflow copies this file beside the add-on, into node_modules/.spinestream/tensorflow: from there Node finds
// the core in the node_modules above, so there is one core, one registry of backends and one Tensor class.
// It stands in for the index.js of tfjs-node, which looks for its add-on through node-pre-gyp.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import util from 'node:util';

// No notes about the processor's instructions on stderr, unless asked for; warnings and errors stay.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';

// tfjs-node 4.22 calls two functions that later versions of Node have dropped.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const require = createRequire(import.meta.url);
const { gpu } = JSON.parse(readFileSync(new URL('./setup.json', import.meta.url), 'utf8'));
const binding = require('./tfjs_binding.node');
const { NodeJSKernelBackend } = require('./tfjs-node/dist/nodejs_kernel_backend.js');
require('./tfjs-node/dist/register_all_kernels.js');

require('@tensorflow/tfjs-core').registerBackend(
  'tensorflow',
  () => new NodeJSKernelBackend(binding, gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node'),
);
