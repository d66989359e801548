import { channelOrderWrong } from '../errors.ts';

/**
 * Reorders the slices of a stack: slice `i` of the result is slice `order[i]` of the stack.
 * @param stack   [slices, rows, columns]
 * @param order   a permutation of 0 .. slices - 1. Throws CHANNEL_ORDER.
 */
export const inChannelOrder = (stack: Float32Array, order: readonly number[]): Float32Array => {
  const named = new Set(order.filter((slice) => Number.isInteger(slice) && slice >= 0 && slice < order.length));
  if (named.size !== order.length || stack.length % order.length !== 0) throw channelOrderWrong(order, order.length);
  const area = stack.length / order.length;
  const out = new Float32Array(stack.length);
  for (const [place, slice] of order.entries()) {
    out.set(stack.subarray(slice * area, (slice + 1) * area), place * area);
  }
  return out;
};
