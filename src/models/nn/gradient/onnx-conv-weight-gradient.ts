import type { GraphBuilder, GraphValue } from '../onnx/graph-builder.ts';
import { sizeAt } from '../shape-rules.ts';
import { identityMatrix } from '../square-matrices.ts';
import type { ConvGradientOptions, GraphTarget } from './onnx-conv-target.ts';
import { padded } from './onnx-padded.ts';

/** Sizes of a convolution, in pixels or channels. */
interface Sizes {
  readonly n: number;
  readonly rows: number;
  readonly columns: number;
  readonly out: number;
  readonly inPerGroup: number;
  readonly kernelRows: number;
  readonly kernelColumns: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

const sizesOf = (upstream: GraphValue, { shape, options }: ConvGradientOptions): Sizes => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const [n, out, rows, columns] = [0, 1, 2, 3].map((axis) => sizeAt(upstream.shape, axis));
  const [, inPerGroup, kernelRows, kernelColumns] = [0, 1, 2, 3].map((axis) => sizeAt(shape, axis));
  return {
    n: n!,
    out: out!,
    rows: rows!,
    columns: columns!,
    inPerGroup: inPerGroup!,
    kernelRows: kernelRows!,
    kernelColumns: kernelColumns!,
    stride,
    padding,
    dilation,
    groups,
  };
};

/** The `count` entries of a padded map's axis under kernel tap `tap`. */
const seenAlong = (
  { graph }: GraphTarget,
  map: GraphValue,
  { axis, tap, count }: { readonly axis: 2 | 3; readonly tap: number; readonly count: number },
  s: Sizes,
): GraphValue => {
  const from = tap * s.dilation;
  const to = from + s.stride * (count - 1) + 1;
  if (from === 0 && to === sizeAt(map.shape, axis) && s.stride === 1) return map;
  const shape = map.shape.map((size, index) => (index === axis ? count : size));
  return graph.node('Slice', [map, ...[[from], [to], [axis], [s.stride]].map(graph.ints)], shape);
};

/**
 * The pixels of a padded map under each kernel tap, in row-major order of taps: [..., rows, columns] of the upstream. Selects columns first, once for
 * all taps in a kernel column, so that each tap then selects whole, contiguous rows.
 */
const seenByTaps = (target: GraphTarget, map: GraphValue, s: Sizes): readonly GraphValue[] => {
  const ofColumns = numbers(s.kernelColumns).map((tap) =>
    seenAlong(target, map, { axis: 3, tap, count: s.columns }, s),
  );
  return numbers(s.kernelRows).flatMap((tap) =>
    ofColumns.map((seen) => seenAlong(target, seen, { axis: 2, tap, count: s.rows }, s)),
  );
};

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const inGroups = <V>(values: readonly V[], size: number): readonly (readonly V[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, group) => values.slice(group * size, (group + 1) * size));

const surrounded = (graph: GraphBuilder, x: GraphValue, { padding }: Sizes): GraphValue =>
  padded(graph, x, { before: [0, 0, padding, padding], after: [0, 0, padding, padding] });

/**
 * Rows per matrix product: combining many taps copies the map for each, a single tap of few channels is too narrow for a fast product. Measured: more
 * than 64 rows do not help.
 */
const ROWS_OF_PRODUCT = 64;

/** Products of upstreams [out, places] and the pixels under some taps [taps * in, places], transposed. */
const ofDense = (target: GraphTarget, x: GraphValue, upstream: GraphValue, s: Sizes): GraphValue => {
  const { graph, nn } = target;
  const places = s.n * s.rows * s.columns;
  const map = surrounded(graph, nn.transpose(x, [1, 0, 2, 3]), s);
  const up = nn.reshape(nn.transpose(upstream, [1, 0, 2, 3]), [s.out, places]);
  const seen = seenByTaps(target, map, s).map((one) => nn.reshape(one, [s.inPerGroup, places]));
  const products = inGroups(seen, Math.ceil(ROWS_OF_PRODUCT / s.inPerGroup)).map((group) =>
    graph.node('Gemm', [up, nn.concat(group, 0)], [s.out, group.length * s.inPerGroup], { transB: { int: 1 } }),
  );
  return nn.reshape(inKernels(target, products, s), [s.out, s.inPerGroup, s.kernelRows, s.kernelColumns]);
};

/** Rearranges products of taps as [out * in, taps]. */
const inKernels = ({ graph, nn }: GraphTarget, products: readonly GraphValue[], s: Sizes): GraphValue => {
  const count = s.kernelRows * s.kernelColumns;
  const whole = [s.out * s.inPerGroup, count];
  if (products.length === count) {
    const byTap = nn.reshape(nn.concat(products, 0), whole.toReversed());
    // ONNX Runtime would move a Transpose behind the optimiser's first operations and run it for each of them.
    const identity = nn.constant(identityMatrix(count), [count, count]);
    return graph.node('Gemm', [byTap, identity], whole, { transA: { int: 1 } });
  }
  const byTap = nn.reshape(nn.concat(products, 1), [s.out, count, s.inPerGroup]);
  return nn.reshape(nn.transpose(byTap, [0, 2, 1]), whole);
};

/** Channel `index` of each group, [n, groups, rows, columns], with samples as channels of one map: [1, groups * n, ...]. */
const samplesAsChannels = ({ nn }: GraphTarget, x: GraphValue, index: number, s: Sizes): GraphValue => {
  const picture = x.shape.slice(2);
  const byGroup = nn.reshape(x, [s.n, s.groups, s.inPerGroup, ...picture]);
  const own = nn.slice(byGroup, { axis: 2, start: index, end: index + 1 });
  const byChannel = nn.transpose(nn.reshape(own, [s.n, s.groups, ...picture]), [1, 0, 2, 3]);
  return nn.reshape(byChannel, [1, s.groups * s.n, ...picture]);
};

/**
 * The weight gradient as a grouped convolution: the upstream's maps are the kernels, samples the channels, and strides and dilations are exchanged.
 * Positions beyond the kernel are cut off.
 */
const ofGroups = (target: GraphTarget, x: GraphValue, upstream: GraphValue, s: Sizes): GraphValue => {
  const { nn } = target;
  const kernels = nn.transpose(upstream, [1, 0, 2, 3]);
  const options = { stride: s.dilation, dilation: s.stride, padding: s.padding, groups: s.groups };
  const parts = Array.from({ length: s.inPerGroup }, (_, index) => {
    const correlated = nn.conv2d(samplesAsChannels(target, x, index, s), kernels, undefined, options);
    const rows = nn.slice(correlated, { axis: 2, start: 0, end: s.kernelRows });
    const kept = nn.slice(rows, { axis: 3, start: 0, end: s.kernelColumns });
    return nn.reshape(kept, [s.out, 1, s.kernelRows, s.kernelColumns]);
  });
  return nn.concat(parts, 1);
};

/** Gradient of a convolution with respect to its weight. */
export const convWeightGradient = (
  target: GraphTarget,
  x: GraphValue,
  upstream: GraphValue,
  o: ConvGradientOptions,
): GraphValue => {
  const sizes = sizesOf(upstream, o);
  return sizes.groups === 1 ? ofDense(target, x, upstream, sizes) : ofGroups(target, x, upstream, sizes);
};
