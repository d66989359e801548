import { isBatch, type Shape } from '../../dim.ts';
import type { OnnxAttribute, OnnxConstant, OnnxData, OnnxGraph, OnnxNode } from '../graph.ts';
import type { ChosenConvolution } from './chosen-convolutions.ts';
import { IN_EVERY_RESULT, INPUT, OUTPUT, PRODUCTS, RESULTS, TAPS, transformedKernels } from './minimal-filter.ts';

/** Maps [n, channels, rows, columns] whose rows are dealt to four phases: [4, channels, n, rows / 4 dilation, dilation columns]. */
interface PhaseValue {
  readonly name: string;
  /** Neighbouring rows of a phase's maps are 4 x dilation rows apart, with blocks of `dilation` rows in between. */
  readonly dilation: number;
}

/** Axes of maps [n, channels, blocks, 4, block] in the order of phases, and back. */
const TO_PHASES = [3, 1, 0, 2, 4];
const TO_MAPS = [2, 1, 3, 0, 4];

/** The phase before the first is the last one, a block earlier; that after the last is the first, a block later. Zero beyond the maps. */
const BEFORE = [1 - RESULTS, 0, 0, 1, 0, 0, 0, 0, -1, 0];
const AFTER = [0, 0, 0, -1, 0, 1 - RESULTS, 0, 0, 1, 0];

const biasOfProducts = (biases: Float32Array): Float32Array => {
  const all = new Float32Array(PRODUCTS * biases.length);
  all.set(biases, IN_EVERY_RESULT * biases.length);
  return all;
};

/** Sizes of maps, as Reshape takes them. */
const sizesOf = (shape: Shape) => {
  const [n = 0, channels = 0, rows = 0, columns = 0] = shape.map((dim) => (isBatch(dim) ? -1 : dim));
  return { n, channels, rows, columns };
};

/** Writes nodes on maps in phases. Values of the graph are named as before once they are maps again. */
export const phaseWriter = ({ inputs, shapes = new Map() }: Pick<OnnxGraph, 'shapes' | 'inputs'>) => {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxConstant>();
  const phases = new Map<string, PhaseValue>();
  /** Values that exist in phases only, until a node needs their maps. */
  const pending = new Set<string>();

  const shapeOf = (name: string): Shape | undefined =>
    shapes.get(name) ?? inputs.find((input) => input.name === name)?.shape;

  const constant = (name: string, shape: readonly number[], data: () => OnnxData): string => {
    if (!constants.has(name)) constants.set(name, { name, shape, data: data() });
    return name;
  };
  const ints = (values: readonly number[]): string =>
    constant(`phases_${values}`, [values.length], () => BigInt64Array.from(values, BigInt));
  /** The product of a matrix and x. */
  const product = (name: string, rows: readonly (readonly number[])[], x: string): string => {
    const matrix = constant(name, [rows.length, rows[0]!.length], () => Float32Array.from(rows.flat()));
    return add('MatMul', [matrix, x]);
  };

  const add = (
    operator: string,
    operands: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output = `phases_${operator}_${nodes.length}`,
  ): string => {
    nodes.push({ operator, inputs: operands, outputs: [output], attributes });
    return output;
  };
  const reshape = (x: string, shape: readonly number[], output?: string): string =>
    add('Reshape', [x, ints(shape)], {}, output);

  const toPhases = (name: string, dilation: number, sizes = sizesOf(shapeOf(name)!)): string => {
    const known = phases.get(name);
    if (known?.dilation === dilation) return known.name;
    const { n, channels, rows, columns } = sizes;
    const blocked = reshape(toMaps(name), [n, channels, rows / RESULTS / dilation, RESULTS, dilation * columns]);
    const dealt = add('Transpose', [blocked], { perm: { ints: TO_PHASES } });
    phases.set(name, { name: dealt, dilation });
    return dealt;
  };

  const toMaps = (name: string): string => {
    if (!pending.delete(name)) return name;
    const { n, channels, rows, columns } = sizesOf(shapeOf(name)!);
    const blocked = add('Transpose', [phases.get(name)!.name], { perm: { ints: TO_MAPS } });
    return reshape(blocked, [n, channels, rows, columns], name);
  };

  const keep = (output: string, value: PhaseValue): void => {
    phases.set(output, value);
    pending.add(output);
  };

  return {
    nodes: nodes as readonly OnnxNode[],
    constants: (): readonly OnnxConstant[] => [...constants.values()],
    toMaps,

    /** Appends a node that needs maps. */
    onMaps: (node: OnnxNode): void => {
      for (const name of node.inputs) toMaps(name);
      nodes.push(node);
    },

    /** Appends an elementwise node on phases if an operand is in phases and all have its shape. @returns whether it did */
    onPhases: ({ operator, inputs: operands, outputs, attributes }: OnnxNode): boolean => {
      const dilation = operands.map((name) => phases.get(name)?.dilation).find((found) => found !== undefined);
      const output = outputs[0]!;
      const shape = `${shapes.get(output)}`;
      if (dilation === undefined || operands.some((name) => `${shapeOf(name)}` !== shape)) return false;
      const dealt = operands.map((name) => toPhases(name, dilation));
      keep(output, { name: add(operator, dealt, attributes), dilation });
      return true;
    },

    /** Appends a convolution: transforms of the inputs, one convolution of 1 x 3 for each of the six products, and transforms of their results. */
    convolution: (chosen: ChosenConvolution): void => {
      const { node, norm, output, dilation, weights, factors, biases, inChannels, outChannels } = chosen;
      const sizes = sizesOf(shapeOf(output)!);
      const { n, rows, columns } = sizes;
      const x = toPhases(node.inputs[0]!, dilation, { ...sizes, channels: inChannels });
      const beside = [BEFORE, AFTER].map((pads) => add('Pad', [x, ints(pads)], { mode: { text: 'constant' } }));
      const six = add('Concat', [beside[0]!, x, beside[1]!], { axis: { int: 0 } });
      const dealt = product('winograd_input', INPUT, reshape(six, [PRODUCTS, -1]));

      // Layers that share their weights share the transformed ones.
      const layer = [...node.inputs.slice(1), ...(norm?.inputs.slice(1) ?? [])].join();
      const kernels = constant(`winograd_weights_${layer}`, [PRODUCTS * outChannels, inChannels, 1, TAPS], () =>
        transformedKernels(weights, outChannels, factors),
      );
      const bias = biases && constant(`winograd_bias_${layer}`, [PRODUCTS * outChannels], () => biasOfProducts(biases));
      const products = add(
        'Conv',
        [reshape(dealt, [1, PRODUCTS * inChannels, -1, columns]), kernels, ...(bias === undefined ? [] : [bias])],
        {
          kernel_shape: { ints: [1, TAPS] },
          strides: { ints: [1, 1] },
          pads: { ints: [0, dilation, 0, dilation] },
          dilations: { ints: [1, dilation] },
          group: { int: PRODUCTS },
        },
      );
      const results = product('winograd_output', OUTPUT, reshape(products, [PRODUCTS, -1]));
      const dealtResults = [RESULTS, outChannels, n, rows / RESULTS / dilation, dilation * columns];
      keep(output, { name: reshape(results, dealtResults), dilation });
    },
  };
};
