import * as tf from '@tensorflow/tfjs-core';

/** Of the sides of the rows and of the columns of a map [n, rows, columns, channels]. */
export interface Margins {
  readonly rows: number;
  readonly columns: number;
}

/** Native TensorFlow, by tfjs-node, takes no number as padding; so maps are padded before they are convolved or pooled. */
export const padsFirst = (): boolean => tf.getBackend() === 'tensorflow';

/** The map with margins of a value on all sides. */
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
