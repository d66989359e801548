import { z } from 'zod';
import { runFolderConfigInvalid } from './errors.ts';

const count = z.int().positive();
const input = z.strictObject({
  /** Slices of a stack or region. */
  slices: count,
  /** Rows and columns. */
  resolutionPx: count,
  /** Side of the square crop; absent for whole slices. */
  sizeMm: z.number().positive().optional(),
});
const LEVEL_2 = 'level_2';

/** `config.json` of a run folder: the architecture and input of the weights. The architecture is stored as given and interpreted by the zoo. */
const runFolderConfigSchema = z
  .looseObject({
    /** Version of this layout; later ones may add entries. */
    version: z.literal(1).default(1),
    name: z.string().min(1),
    architecture: z.looseObject({ kind: z.string().min(1) }),
    /** Absent for a level-2 network, which sees logits. */
    input: input.optional(),
    /** Classes of an output, in order. */
    classes: z.array(z.string()).optional(),
    /** Origin of the weights, for people. */
    source: z.record(z.string(), z.unknown()).optional(),
    /** Training experiment: its steps, samples, and other settings. */
    training: z.unknown().optional(),
  })
  .check(({ value, issues }) => {
    if (value.input === undefined && value.architecture.kind !== LEVEL_2)
      issues.push({ code: 'custom', input: value, path: ['input'], message: 'expected object, received undefined' });
  });

export type RunFolderConfig = z.output<typeof runFolderConfigSchema>;
/** Configuration as input, with `version` optional. */
export type RunFolderConfigInput = z.input<typeof runFolderConfigSchema>;
/** Architecture and input of a network that sees images. */
export type ImageNetworkConfig = Pick<RunFolderConfigInput, 'architecture'> & { readonly input: z.input<typeof input> };

/** All schema errors, each with its place in the file. */
export const complaints = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`))
    .join('; ');

/** Parses JSON; throws the error that `refuse` makes of the reason on failure. */
export const jsonOf = (text: string, refuse: (problem: string, cause: unknown) => Error): unknown => {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    throw refuse(`it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
};

/** Validates a configuration. @throws RUN_FOLDER_CONFIG_INVALID with every error */
export const runFolderConfigOf = (value: unknown): RunFolderConfig => {
  const parsed = runFolderConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw runFolderConfigInvalid(complaints(parsed.error), parsed.error);
};

/** @throws RUN_FOLDER_CONFIG_INVALID */
export const parseRunFolderConfig = (text: string): RunFolderConfig =>
  runFolderConfigOf(jsonOf(text, runFolderConfigInvalid));
