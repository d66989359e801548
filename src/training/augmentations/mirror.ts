import { z } from 'zod';
import { mirroredStack, type PointNorm } from '../../imaging/index.ts';
import { mirrorOfSampleUnknown } from '../data/errors.ts';
import type { Answer, SampleMirror, TrainSample } from '../data/train-sample.ts';
import { defineAugmentation } from './define-augmentation.ts';

/** Pixel `c` of `columns` becomes pixel `columns - 1 - c`. */
const mirroredPoint = ({ xNorm, yNorm }: PointNorm, columns: number): PointNorm => ({
  xNorm: 1 - 1 / columns - xNorm,
  yNorm,
});

const mirroredAnswer = (answer: Answer, { answers, inputs: [input] }: SampleMirror, columns: number): Answer => {
  if (answer.kind === 'grades') return { ...answer, grades: answers.map((from) => answer.grades[from]!) };
  const points = answers.map((from) => answer.points[from]);
  const exchanged = input?.reversal.columns ?? false;
  return { ...answer, points: points.map((point) => (point && exchanged ? mirroredPoint(point, columns) : point)) };
};

/** The sample of the mirrored patient: reversed inputs of the other side, with the labels of the other side. */
export const mirroredSample = (sample: TrainSample): TrainSample => {
  const { mirror, inputs, answer } = sample;
  if (mirror === undefined) throw mirrorOfSampleUnknown(sample);
  return {
    ...sample,
    inputs: inputs.map((input, index) => {
      const { from, reversal } = mirror.inputs[index]!;
      const { shape, pixels } = inputs[from]!;
      return { ...input, pixels: mirroredStack(pixels, shape, reversal) };
    }),
    answer: mirroredAnswer(answer, mirror, inputs[0]!.shape.at(-1)!),
  };
};

export const mirror = defineAugmentation({
  name: 'mirror',
  summary:
    'The mirrored patient: sagittal slices in reverse, axial columns exchanged, labels and regions of the other side.',
  on: 'sample',
  options: z.strictObject({ probability: z.number().min(0).max(1).default(0.5).describe('of a change at all') }),
  draw: (random, { probability }) => (random() < probability ? mirroredSample : undefined),
});
