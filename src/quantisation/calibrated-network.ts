import { boundGraph } from '../models/nn/onnx/bound-graph.ts';
import type { OnnxGraph } from '../models/nn/onnx/graph.ts';
import { onnxGraphOf } from '../models/nn/onnx/graph-of.ts';
import { winogradConvolutions } from '../models/nn/onnx/winograd/winograd-convolutions.ts';
import { type CalibrationMethod, calibratedRange } from '../models/quantise/calibrated-range.ts';
import { foldBatchNorms } from '../models/quantise/fold-batch-norms.ts';
import { int8Predictor } from '../models/quantise/int8-networks.ts';
import { layerPlace, quantisableLayers } from '../models/quantise/layers.ts';
import { observeActivations } from '../models/quantise/observe-activations.ts';
import { type OpenGraphOptions, openGraph } from '../models/quantise/open-graph.ts';
import { observedValues, quantisedGraph } from '../models/quantise/quantised-graph.ts';
import type { Range } from '../models/quantise/quantised-values.ts';
import type { Predictor, Tensors } from '../models/runtime/runtime.ts';
import type { StateDict } from '../models/weights/state-dict.ts';
import type { Architecture } from '../models/zoo/architecture.ts';

/** Which layers of a network are in int8, and how their ranges follow from what was observed. */
export interface Int8Plan {
  readonly layers: readonly string[];
  readonly method: CalibrationMethod;
}

export type CalibratedNetwork = Awaited<ReturnType<typeof calibratedNetwork>>;

interface CalibrateOptions extends OpenGraphOptions {
  readonly architecture: Architecture;
  readonly weights: StateDict;
  readonly inputs: readonly Tensors[];
  readonly onSample?: ((done: number) => void) | undefined;
}

/** Observes the activations of a network on real inputs, from which any choice of its layers can be quantised. */
export const calibratedNetwork = async (o: CalibrateOptions) => {
  const graph = foldBatchNorms(boundGraph(onnxGraphOf(o.architecture), o.weights));
  const layers = quantisableLayers(graph);
  const seen = await observeActivations(graph, observedValues(graph, layers), o.inputs, o);
  const ranges = new Map<CalibrationMethod, ReadonlyMap<string, Range>>();
  const rangesOf = (method: CalibrationMethod): ReadonlyMap<string, Range> => {
    const known =
      ranges.get(method) ?? new Map([...seen].map(([name, values]) => [name, calibratedRange(values, method)]));
    ranges.set(method, known);
    return known;
  };
  const graphOf = (plan: Int8Plan): OnnxGraph =>
    winogradConvolutions(quantisedGraph(graph, { layers: plan.layers, ranges: rangesOf(plan.method) }));
  return {
    layers,
    /** Place of a layer in the state dict. */
    placeOf: (layer: string) => layerPlace(graph, layer),
    graphOf,
    /** Loads the network of a plan for the duration of `use`. */
    within: async <T>(plan: Int8Plan, use: (predictor: Predictor) => Promise<T>): Promise<T> => {
      const predictor = int8Predictor(o.name, await openGraph(graphOf(plan), o), o.architecture);
      try {
        return await use(predictor);
      } finally {
        await predictor.release();
      }
    },
  };
};
