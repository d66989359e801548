import { z } from 'zod';
import { KINDS } from '../zoo/architecture.ts';
import { onnxConfigInvalid } from './errors.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const fileName = z.string().regex(/^(?!\/)(?!.*\.\.)[^\\]+$/, 'expected the name of a file of this folder');
const value = z.strictObject({
  /** What the file calls it. */
  name: z.string().min(1),
  /** As pipelines give or take it: the batch `n`, then sizes. */
  shape: z.tuple([z.literal('n')], z.int().positive()),
});

/** `architecture` of a run folder that holds an ONNX file in place of weights for a network of the zoo. */
const schema = z.strictObject({
  kind: z.literal('onnx'),
  /** The kind of model that it stands in for. */
  role: z.enum(KINDS),
  file: fileName,
  sha256,
  /** Files of weights that the model names, where they are not inside it. */
  data: z.array(z.strictObject({ file: fileName, sha256 })).default([]),
  /** `single` where the file computes one sample at a time. */
  batch: z.enum(['free', 'single']),
  /** What the file gives where a role wants logits; probabilities become their logarithms. */
  gives: z.enum(['logits', 'probabilities']).default('logits'),
  /** By the names that the role has. */
  inputs: z.record(z.string(), value),
  outputs: z.record(z.string(), value),
});

export type OnnxConfig = z.output<typeof schema>;
export type OnnxValueConfig = z.output<typeof value>;

export const ONNX_KIND = 'onnx';

export const isOnnxConfig = (architecture: { readonly kind: unknown }): boolean => architecture.kind === ONNX_KIND;

/** @throws ONNX_CONFIG_INVALID with every complaint */
export const parseOnnxConfig = (architecture: unknown): OnnxConfig => {
  const parsed = schema.safeParse(architecture);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw onnxConfigInvalid(complaints.join('; '), parsed.error);
};
