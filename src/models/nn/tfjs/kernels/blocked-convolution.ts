import * as tf from '@tensorflow/tfjs-core';
import type { Margins } from './padded-first.ts';

/** An attribute of a TensorFlow operation. */
interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The used part of tfjs-node's backend. */
interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_FLOAT', number>>;
  executeSingleOutput(name: string, attributes: readonly NativeAttribute[], inputs: readonly unknown[]): tf.TensorInfo;
}

/** `rows` and `columns` are zeros on either side of them. */
type BlockedAttributes = Readonly<Record<'stride' | 'dilation' | keyof Margins, number>>;

const BACKEND = 'tensorflow';
const KERNEL_NAME = 'SpinestreamBlockedConvolution';

/** Products that Eigen sums per block; for fewer, oneDNN's sum is as accurate. */
const BLOCK = 256;

const UNKNOWN_OPERATION = /neither a type of a primitive operation|not registered/;

const isNative = (backend: unknown): backend is NativeBackend =>
  typeof backend === 'object' && backend !== null && 'binding' in backend && 'executeSingleOutput' in backend;

const attributesOf = (binding: NativeBackend['binding'], o: BlockedAttributes): readonly NativeAttribute[] => {
  const numbers = (name: string, value: readonly number[]) => ({ name, type: binding.TF_ATTR_INT, value });
  const text = (name: string, value: string) => ({ name, type: binding.TF_ATTR_STRING, value });
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    numbers('strides', [1, o.stride, o.stride, 1]),
    numbers('dilations', [1, o.dilation, o.dilation, 1]),
    text('padding', 'EXPLICIT'),
    numbers('explicit_paddings', [0, 0, o.rows, o.rows, o.columns, o.columns, 0, 0]),
    text('data_format', 'CHANNELS_LAST'),
  ];
};

const run = (x: tf.Tensor, filter: tf.Tensor, o: BlockedAttributes): tf.Tensor =>
  tf.engine().runKernel(KERNEL_NAME, { x, filter }, { ...o });

const registered = (): boolean => {
  tf.registerKernel({
    kernelName: KERNEL_NAME,
    backendName: BACKEND,
    kernelFunc: ({ inputs, backend, attrs }) => {
      if (!isNative(backend)) throw new Error('the backend is not that of tfjs-node');
      // Only called by `run`, so these are its attributes.
      const attributes = attributesOf(backend.binding, attrs as BlockedAttributes);
      return backend.executeSingleOutput('Conv', attributes, [inputs.x, inputs.filter]);
    },
  });
  // An old TensorFlow, such as the one tfjs-node downloads, may lack the operation.
  try {
    const o = { stride: 1, dilation: 1, rows: 0, columns: 0 };
    tf.dispose(tf.tidy(() => run(tf.ones([1, 1, 1, 1]), tf.ones([1, 1, 1, 1]), o)));
    return true;
  } catch (error) {
    if (error instanceof Error && UNKNOWN_OPERATION.test(error.message)) return false;
    throw error;
  }
};

let known: boolean | undefined;

const isThere = (): boolean => {
  if (tf.getBackend() !== BACKEND) return false;
  const backend: unknown = tf.backend();
  if (!isNative(backend) || backend.isUsingGpuDevice) return false;
  known ??= registered();
  return known;
};

/**
 * Convolves x [n, rows, columns, channels] with a filter [rows, columns, channels, out], summing long sums in blocks, on native TensorFlow and the
 * CPU; undefined if unavailable or not better. TensorFlow's `Conv2D` uses oneDNN, which adds all products to one accumulator and has 1.4 to 3.2 times
 * the rounding error; `Conv` uses Eigen. See docs/decisions/0012-sums-in-blocks.md.
 */
export const blockedConvolution = (x: tf.Tensor, filter: tf.Tensor, o: BlockedAttributes): tf.Tensor | undefined => {
  const products = filter.size / filter.shape.at(-1)!;
  return products > BLOCK && isThere() ? run(x, filter, o) : undefined;
};
