import * as tf from '@tensorflow/tfjs-core';

/** Padding of the row and column sides of a map [n, rows, columns, channels]. */
export interface Margins {
  readonly rows: number;
  readonly columns: number;
}

/** Native TensorFlow, by tfjs-node, does not accept numeric padding, so maps are padded before convolution or pooling. */
export const padsFirst = (): boolean => tf.getBackend() === 'tensorflow';

/** Pads a map with a value on all sides. */
export const withMargins = (x: tf.Tensor, { rows, columns }: Margins, value = 0): tf.Tensor => {
  if (rows === 0 && columns === 0) return x;
  const margins: [number, number][] = [
    [0, 0],
    [rows, rows],
    [columns, columns],
    [0, 0],
  ];
  return tf.pad(x, margins, value);
};
