import { gradientName, slotName } from '../models/nn/gradient/program.ts';
import type { UpdateRule } from '../models/nn/gradient/update-rule.ts';
import type { ParameterSpec } from '../models/nn/ops.ts';
import type { NamedTensor } from '../models/runtime/onnx/program-calls.ts';
import type { ProgramRuntime } from '../models/runtime/onnx/program-runtime.ts';
import { elementCount, type StateDict, type WeightArray } from '../models/weights/state-dict.ts';
import { stateUnfit } from './errors.ts';

/** Names of averaged weights in the store begin with this. */
export const AVERAGE = 'average/';

export interface StoreLayout {
  readonly trained: readonly ParameterSpec[];
  readonly rule: UpdateRule;
  /** Whether gradients of several parts of a batch are gathered. */
  readonly gathers: boolean;
  readonly averages: boolean;
}

const floatsOf = (weights: StateDict, prefix = ''): readonly NamedTensor[] =>
  [...weights].flatMap(([name, { dtype, shape, data }]) =>
    dtype === 'float32' ? [{ name: `${prefix}${name}`, shape, data }] : [],
  );

const zeros = (name: string, shape: readonly number[]): NamedTensor => ({
  name,
  shape,
  data: new Float32Array(elementCount(shape)),
});

const slotNames = ({ trained, rule }: StoreLayout) =>
  trained.flatMap(({ name, shape }) => rule.slots.map((slot) => ({ name: slotName(slot, name), shape })));

/** What the optimiser remembers, or zeros where nothing is given. */
const slotsOf = (layout: StoreLayout, optimiser: StateDict | undefined): readonly NamedTensor[] => {
  const slots = slotNames(layout);
  if (optimiser === undefined) return slots.map(({ name, shape }) => zeros(name, shape));
  const missing = slots.filter(({ name, shape }) => optimiser.get(name)?.data.length !== elementCount(shape));
  if (missing.length > 0) throw stateUnfit(missing.map(({ name }) => name));
  const known = new Set(slots.map(({ name }) => name));
  return floatsOf(optimiser).filter(({ name }) => known.has(name));
};

/** Puts weights and all that belongs to them into the store. */
export const fillStore = async (
  runtime: ProgramRuntime,
  layout: StoreLayout,
  given: { weights: StateDict; optimiser?: StateDict | undefined; averaged?: StateDict | undefined },
): Promise<void> => {
  const slots = slotsOf(layout, given.optimiser);
  const gathered = layout.gathers ? layout.trained.map(({ name, shape }) => zeros(gradientName(name), shape)) : [];
  const averages = layout.averages ? floatsOf(given.averaged ?? given.weights, AVERAGE) : [];
  await runtime.write([...floatsOf(given.weights), ...slots, ...gathered, ...averages]);
};

const asWeights = (tensors: readonly NamedTensor[], prefix = ''): Map<string, WeightArray> =>
  new Map(tensors.map(({ name, shape, data }) => [name.slice(prefix.length), { dtype: 'float32', shape, data }]));

/** The weights in the store in the order of `like`; what is not there, such as counters, is taken from `like`. */
export const storedWeights = async (runtime: ProgramRuntime, like: StateDict, prefix = ''): Promise<StateDict> => {
  const names = floatsOf(like, prefix).map(({ name }) => name);
  const found = asWeights(await runtime.read(names), prefix);
  return new Map([...like].map(([name, weight]) => [name, found.get(name) ?? weight]));
};

export const storedSlots = async (runtime: ProgramRuntime, layout: StoreLayout): Promise<StateDict> =>
  asWeights(await runtime.read(slotNames(layout).map(({ name }) => name)));
