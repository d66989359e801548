import * as tf from '@tensorflow/tfjs-core';
import { inOrder, inverseOrder } from '../axis-order.ts';
import { transposed } from './kernels/transposed.ts';

/**
 * A tensor whose axes may be permuted: axis `i` of the network is axis `order[i]` of the tensor. Transpositions are free until a layout is required,
 * and maps stay channels last between convolutions, as TensorFlow.js requires, while networks use [n, channels, rows, columns].
 */
export interface View {
  readonly tensor: tf.Tensor;
  readonly order: readonly number[];
  /** State-dict name, if it is a parameter. */
  readonly name?: string;
  /** Cached layouts by order, for weights that several passes of one step use. Kept, not scoped. */
  readonly layouts?: Map<string, tf.Tensor>;
}

/** Order of a map [n, channels, rows, columns] stored channels last. */
export const CHANNELS_LAST: readonly number[] = [0, 3, 1, 2];

/** A tensor whose axes are those of the network, or lie in another order. */
export const viewOf = (tensor: tf.Tensor, order: readonly number[] = inOrder(tensor.rank)): View => ({ tensor, order });

export const shapeOf = ({ tensor, order }: View): readonly number[] => order.map((axis) => tensor.shape[axis]!);

const sameOrder = (a: readonly number[], b: readonly number[]): boolean => a.every((axis, index) => axis === b[index]);

/** Returns a tensor of the view's values in the required order. */
export const laidOut = ({ tensor, order, layouts }: View, wanted: readonly number[]): tf.Tensor => {
  if (sameOrder(order, wanted)) return tensor;
  const moves = inverseOrder(wanted).map((axis) => order[axis]!);
  const known = layouts?.get(moves.join());
  if (known !== undefined) return known;
  const moved = transposed(tensor, moves);
  layouts?.set(moves.join(), tf.keep(moved));
  return moved;
};

/** Returns a tensor in the network's order. */
export const plain = (view: View): tf.Tensor => laidOut(view, inOrder(view.order.length));

/** The order with one axis last and the others unchanged. */
export const withLast = ({ order }: View, axis: number): readonly number[] => {
  const from = order[axis]!;
  return order.map((place) => {
    if (place === from) return order.length - 1;
    return place > from ? place - 1 : place;
  });
};

/** Adds leading axes of size 1, up to a rank. */
const withRank = (view: View, rank: number): View => {
  if (view.order.length === rank) return view;
  const shape = shapeOf(view);
  return viewOf(tf.reshape(plain(view), [...Array<number>(rank - shape.length).fill(1), ...shape]));
};

/** Returns two tensors in the same order, so that they broadcast as the views do, and that order. Does not transpose the larger one. */
export const aligned = (a: View, b: View): { a: tf.Tensor; b: tf.Tensor; order: readonly number[] } => {
  const rank = Math.max(a.order.length, b.order.length);
  const [first, second] = [withRank(a, rank), withRank(b, rank)];
  const { order } = first.tensor.size >= second.tensor.size ? first : second;
  return { a: laidOut(first, order), b: laidOut(second, order), order };
};

/** Runs in a scope of its own and keeps only the result. */
export const scoped = (work: () => View): View => {
  let order: readonly number[] = [];
  const tensor = tf.tidy(() => {
    const result = work();
    order = result.order;
    return result.tensor;
  });
  return viewOf(tensor, order);
};
