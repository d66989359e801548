import { z } from 'zod';
import { validated } from '../../schema/json-record.ts';
import { IMAGE_KINDS } from '../zoo/architecture.ts';
import { onnxConfigInvalid } from './errors.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const fileName = z.string().regex(/^(?!\/)(?!.*\.\.)[^\\]+$/, 'expected the name of a file of this folder');
const value = z.strictObject({
  /** Name in the file. */
  name: z.string().min(1),
  /** Shape for pipelines: the batch `n`, then sizes. */
  shape: z.tuple([z.literal('n')], z.int().positive()),
});

/** `architecture` of a run folder with an ONNX file instead of weights for a network of the zoo. */
const schema = z.strictObject({
  kind: z.literal('onnx'),
  /** The kind of model that it replaces. */
  role: z.enum(IMAGE_KINDS),
  file: fileName,
  sha256,
  /** Weight files that the model references, if they are not embedded. */
  data: z.array(z.strictObject({ file: fileName, sha256 })).default([]),
  /** `single` if the file computes one sample at a time. */
  batch: z.enum(['free', 'single']),
  /** What the file returns in place of logits; probabilities are converted to logarithms. */
  gives: z.enum(['logits', 'probabilities']).default('logits'),
  /** Mapping by the role's names. */
  inputs: z.record(z.string(), value),
  outputs: z.record(z.string(), value),
});

export type OnnxConfig = z.output<typeof schema>;
export type OnnxValueConfig = z.output<typeof value>;

export const ONNX_KIND = 'onnx';

export const isOnnxConfig = (architecture: { readonly kind: unknown }): boolean => architecture.kind === ONNX_KIND;

/** @throws ONNX_CONFIG_INVALID with every error */
export const parseOnnxConfig = (architecture: unknown): OnnxConfig =>
  validated(architecture, schema, onnxConfigInvalid);
