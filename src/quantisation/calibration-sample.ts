import { z } from 'zod';
import type { BoundOperator } from '../core/define-operator.ts';
import { defineOperator } from '../core/define-operator.ts';
import type { EntryName } from '../core/entries.ts';
import { entryOf } from '../core/study-state.ts';
import type { SliceStore } from '../dicom/index.ts';
import { elementCount } from '../domain/image.ts';
import type { InputStack } from '../domain/results.ts';
import type { ServedNetwork } from '../models/model-source.ts';
import type { ModelSet, ModelStore } from '../models/model-store.ts';
import { atBatch } from '../models/nn/dim.ts';
import type { Predictor, Tensors } from '../models/runtime/runtime.ts';
import { rowsOf } from '../models/runtime/tensor-rows.ts';

/** The inputs of one run of a network on a study. */
export interface CalibrationSample {
  readonly studyId: string;
  readonly inputs: Tensors;
  /** Size of the image that a stack shows; for keypoint networks. */
  readonly imageMm?: { readonly width: number; readonly height: number };
}

const isStacks = (name: EntryName): name is `stacks.${string}` => name.startsWith('stacks.');

/** Size of the images of a stack; undefined if their header has no pixel spacing. */
const imageSize = async ({ selection }: InputStack, slices: SliceStore): Promise<CalibrationSample['imageMm']> => {
  const file = selection.files[Math.floor(selection.files.length / 2)];
  if (file === undefined) return undefined;
  const { rows, columns, pixelSpacingMm } = await slices.header(file, selection.series?.id ?? '');
  if (pixelSpacingMm === undefined || rows === undefined || columns === undefined) return undefined;
  return { width: columns * pixelSpacingMm.xSpacingMm, height: rows * pixelSpacingMm.ySpacingMm };
};

/** A step in place of a keypoint network's, which takes the stacks that the network would get. */
export const takeStacks = (
  target: BoundOperator,
  input: string,
  take: (sample: CalibrationSample) => void,
): BoundOperator =>
  defineOperator({
    name: 'calibration-stacks',
    summary: 'Collect the stacks of a keypoint network.',
    options: z.strictObject({}),
    reads: () => ['slices', ...target.reads],
    writes: () => [],
    apply: () => async (state) => {
      const slices = entryOf(state, 'slices');
      for (const name of target.reads.filter(isStacks))
        for (const stack of entryOf(state, name)) {
          const imageMm = stack.blank ? undefined : await imageSize(stack, slices);
          if (imageMm === undefined) continue;
          const tensor = { shape: [1, ...stack.shape], data: stack.pixels };
          take({ studyId: state.study.id, inputs: { [input]: tensor }, imageMm });
        }
      return { entries: new Map() };
    },
  }).spec.bind({});

const zerosOf = ({ outputs }: Pick<ServedNetwork, 'outputs'>, rows: number): Tensors =>
  Object.fromEntries(
    outputs.map(({ name, shape }) => {
      const sizes = atBatch(shape, rows);
      return [name, { shape: sizes, data: new Float32Array(elementCount(sizes)) }];
    }),
  );

/** A store in which one network computes nothing and only keeps a copy of its inputs. */
export const recordingStore = (
  store: ModelStore,
  name: string,
  architecture: ServedNetwork,
  take: (sample: CalibrationSample) => void,
): ModelStore => {
  const setFor = (studyId: string): ModelSet => {
    const predictor: Predictor = {
      name,
      inputs: architecture.inputs,
      outputs: architecture.outputs,
      predict: async (inputs) => {
        const copies = Object.entries(inputs).map(
          ([input, { shape, data }]) => [input, { shape, data: data.slice() }] as const,
        );
        take({ studyId, inputs: Object.fromEntries(copies) });
        return zerosOf(architecture, rowsOf(inputs));
      },
      release: async () => {},
    };
    return { name, architecture, members: [predictor] };
  };
  return {
    get: async (wanted, studyId) => (wanted === name ? setFor(studyId ?? '') : store.get(wanted, studyId)),
  };
};
