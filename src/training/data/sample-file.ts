import { z } from 'zod';
import { SpineError } from '../../domain/spine-error.ts';
import { LEVELS, SIDES } from '../../domain/vocabulary.ts';
import { readSafetensors, writeSafetensors } from '../../models/weights/safetensors/safetensors.ts';
import type { WeightArray } from '../../models/weights/state-dict.ts';
import type { TrainSample } from './train-sample.ts';

const point = z.union([z.strictObject({ xNorm: z.number(), yNorm: z.number() }), z.null()]);
const share = z.number();
const reversal = z.strictObject({ slices: z.boolean(), columns: z.boolean() });
const mirrorSchema = z.strictObject({
  inputs: z.array(z.strictObject({ from: z.int(), reversal })),
  answers: z.array(z.int()),
});
const sampleSchema = z.strictObject({
  studyId: z.string(),
  site: z.strictObject({ level: z.enum(LEVELS).exactOptional(), side: z.enum(SIDES).exactOptional() }),
  inputs: z.array(z.strictObject({ name: z.string(), source: z.string() })),
  answer: z.union([
    z.strictObject({ kind: z.literal('points'), points: z.array(point) }),
    z.strictObject({ kind: z.literal('grades'), grades: z.array(z.union([z.int(), z.tuple([share, share, share])])) }),
  ]),
  mirror: z.union([mirrorSchema, z.null()]),
});
const samplesSchema = z.array(sampleSchema);

const nameOf = (sample: number, input: number): string => `${sample}/${input}`;

/** Writes the samples of a study as one safetensors file: pixels as tensors, the rest in its metadata. */
export const writeSamples = async (path: string, samples: readonly TrainSample[]): Promise<void> => {
  const pixels = samples.flatMap(({ inputs }, sample) =>
    inputs.map((input, index): [string, WeightArray] => [
      nameOf(sample, index),
      { dtype: 'float32', shape: input.shape, data: input.pixels },
    ]),
  );
  const described = samples.map(({ inputs, mirror = null, ...rest }) => ({
    ...rest,
    mirror,
    inputs: inputs.map(({ name, source }) => ({ name, source })),
  }));
  await writeSafetensors(path, new Map(pixels), { samples: JSON.stringify(described, nullForAbsent) });
};

/** Missing points keep their positions in the list. */
const nullForAbsent = (_: string, value: unknown): unknown =>
  Array.isArray(value) ? value.map((one) => one ?? null) : value;

/** Reads the samples of a file; undefined if it is missing or unreadable. */
export const readSamples = async (path: string): Promise<readonly TrainSample[] | undefined> => {
  try {
    const { weights, metadata } = await readSafetensors(path);
    const described = samplesSchema.parse(JSON.parse(metadata.samples ?? ''));
    return described.map(({ inputs, answer, mirror, ...rest }, sample) => ({
      ...rest,
      ...(mirror !== null && { mirror }),
      answer: answer.kind === 'grades' ? answer : { ...answer, points: answer.points.map((one) => one ?? undefined) },
      inputs: inputs.map((input, index) => {
        const { shape, data } = weights.get(nameOf(sample, index))!;
        return { ...input, shape, pixels: data instanceof Float32Array ? data : new Float32Array() };
      }),
    }));
  } catch (error) {
    if (error instanceof SpineError || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
};
