import { elementCount } from '../domain/image.ts';
import { slotName } from '../models/nn/gradient/program.ts';
import type { NamedTensor } from '../models/runtime/store-calls.ts';
import type { StateDict, WeightArray } from '../models/weights/state-dict.ts';
import { stateUnfit } from './errors.ts';
import type { TrainingCompute } from './training-compute.ts';
import type { TrainingPlan } from './training-plan.ts';

/** Prefix of averaged weights in the store. */
export const AVERAGE = 'average/';

type Store = Pick<TrainingCompute, 'read' | 'write'>;

/** Parts of a plan that the store depends on. */
export type StoreLayout = Pick<TrainingPlan, 'trained' | 'rule' | 'averageDecay'>;

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

/** The optimiser's state, or zeros without a given one. */
const slotsOf = (layout: StoreLayout, optimiser: StateDict | undefined): readonly NamedTensor[] => {
  const slots = slotNames(layout);
  if (optimiser === undefined) return slots.map(({ name, shape }) => zeros(name, shape));
  const missing = slots.filter(({ name, shape }) => optimiser.get(name)?.data.length !== elementCount(shape));
  if (missing.length > 0) throw stateUnfit(missing.map(({ name }) => name));
  const known = new Set(slots.map(({ name }) => name));
  return floatsOf(optimiser).filter(({ name }) => known.has(name));
};

/** Puts the weights and related tensors into the store. */
export const fillStore = async (
  store: Store,
  layout: StoreLayout,
  given: { weights: StateDict; optimiser?: StateDict | undefined; averaged?: StateDict | undefined },
): Promise<void> => {
  const slots = slotsOf(layout, given.optimiser);
  const averages = layout.averageDecay === undefined ? [] : floatsOf(given.averaged ?? given.weights, AVERAGE);
  await store.write([...floatsOf(given.weights), ...slots, ...averages]);
};

const asWeights = (tensors: readonly NamedTensor[], prefix = ''): Map<string, WeightArray> =>
  new Map(tensors.map(({ name, shape, data }) => [name.slice(prefix.length), { dtype: 'float32', shape, data }]));

/** Reads the store's weights in the order of `like`; missing ones, such as counters, come from `like`. */
export const storedWeights = async (store: Store, like: StateDict, prefix = ''): Promise<StateDict> => {
  const names = floatsOf(like, prefix).map(({ name }) => name);
  const found = asWeights(await store.read(names), prefix);
  return new Map([...like].map(([name, weight]) => [name, found.get(name) ?? weight]));
};

export const storedSlots = async (store: Store, layout: StoreLayout): Promise<StateDict> =>
  asWeights(await store.read(slotNames(layout).map(({ name }) => name)));
