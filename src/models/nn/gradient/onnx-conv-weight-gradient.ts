import type { GraphBuilder, GraphValue } from '../onnx/graph-builder.ts';
import { sizeAt } from '../shape-rules.ts';
import type { ConvGradientOptions, GraphTarget } from './onnx-conv-target.ts';
import { padded } from './onnx-padded.ts';

/** Sizes of a convolution, all in pixels or channels. */
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

/** The pixels of a padded map that one tap of the kernel saw: [..., rows, columns] of the upstream. */
const seenBy = (
  { graph }: GraphTarget,
  map: GraphValue,
  tap: { row: number; column: number },
  s: Sizes,
): GraphValue => {
  const from = [tap.row * s.dilation, tap.column * s.dilation];
  const to = [from[0]! + s.stride * (s.rows - 1) + 1, from[1]! + s.stride * (s.columns - 1) + 1];
  const whole = to.every((end, index) => end === sizeAt(map.shape, index + 2)) && from[0] === 0 && from[1] === 0;
  if (whole && s.stride === 1) return map;
  const bounds = [from, to, [2, 3], [s.stride, s.stride]].map(graph.ints);
  return graph.node('Slice', [map, ...bounds], [...map.shape.slice(0, 2), s.rows, s.columns]);
};

const taps = (s: Sizes) =>
  Array.from({ length: s.kernelRows * s.kernelColumns }, (_, index) => ({
    row: Math.floor(index / s.kernelColumns),
    column: index % s.kernelColumns,
  }));

const inGroups = <V>(values: readonly V[], size: number): readonly (readonly V[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, group) => values.slice(group * size, (group + 1) * size));

const surrounded = (graph: GraphBuilder, x: GraphValue, { padding }: Sizes): GraphValue =>
  padded(graph, x, { before: [0, 0, padding, padding], after: [0, 0, padding, padding] });

/**
 * Rows of one product: what many taps saw, side by side, is a copy of the map for each; what one tap of few channels saw is too
 * narrow for a fast product. Measured: from 64 rows on, more do not help.
 */
const ROWS_OF_PRODUCT = 64;

/** Products of upstreams [out, places] and what some taps saw [taps * in, places], transposed. */
const ofDense = (target: GraphTarget, x: GraphValue, upstream: GraphValue, s: Sizes): GraphValue => {
  const { graph, nn } = target;
  const places = s.n * s.rows * s.columns;
  const map = surrounded(graph, nn.transpose(x, [1, 0, 2, 3]), s);
  const up = nn.reshape(nn.transpose(upstream, [1, 0, 2, 3]), [s.out, places]);
  const products = inGroups(taps(s), Math.ceil(ROWS_OF_PRODUCT / s.inPerGroup)).map((group) => {
    const seen = group.map((tap) => nn.reshape(seenBy(target, map, tap, s), [s.inPerGroup, places]));
    return graph.node('Gemm', [up, nn.concat(seen, 0)], [s.out, group.length * s.inPerGroup], { transB: { int: 1 } });
  });
  const count = s.kernelRows * s.kernelColumns;
  const byTap = nn.reshape(nn.concat(products, 1), [s.out, count, s.inPerGroup]);
  return nn.reshape(nn.transpose(byTap, [0, 2, 1]), [s.out, s.inPerGroup, s.kernelRows, s.kernelColumns]);
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
 * Groups are convolved apart, so their gradient is a convolution in groups: the upstream's maps are its kernels, samples its
 * channels, and strides and dilations change places. The places beyond the kernel are cut off.
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

/** The gradient of a convolution with respect to its weight. */
export const convWeightGradient = (
  target: GraphTarget,
  x: GraphValue,
  upstream: GraphValue,
  o: ConvGradientOptions,
): GraphValue => {
  const sizes = sizesOf(upstream, o);
  return sizes.groups === 1 ? ofDense(target, x, upstream, sizes) : ofGroups(target, x, upstream, sizes);
};
