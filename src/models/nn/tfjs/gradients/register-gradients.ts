import { ELEMENTWISE_GRADIENTS } from './elementwise-gradients.ts';
import { LAYOUT_GRADIENTS } from './layout-gradients.ts';
import { REDUCTION_GRADIENTS } from './reduction-gradients.ts';
import { registerKernelGradient } from './registered-gradient.ts';

let registered = false;

/**
 * Registers gradients for the operations of networks and losses. TensorFlow.js has its own, but in a module that Node cannot load, and its sums over
 * broadcast axes are slow on WebAssembly.
 */
export const registerGradients = (): void => {
  if (registered) return;
  registered = true;
  const all = { ...ELEMENTWISE_GRADIENTS, ...LAYOUT_GRADIENTS, ...REDUCTION_GRADIENTS };
  for (const [kernel, gradient] of Object.entries(all)) registerKernelGradient(kernel, gradient);
};
