import { z } from 'zod';
import { runFolderConfigInvalid } from './errors.ts';

const count = z.int().positive();

/**
 * `config.json` of a run folder: what the weights belong to and what the network wants to see. The architecture is kept as it is
 * written; the zoo knows what it means.
 */
export const runFolderConfigSchema = z.looseObject({
  /** Of this layout; later ones may add entries. */
  version: z.literal(1).default(1),
  name: z.string().min(1),
  architecture: z.looseObject({ kind: z.string().min(1) }),
  input: z.strictObject({
    /** Slices of a stack or region. */
    slices: count,
    /** Rows and columns. */
    resolutionPx: count,
    /** Side of the square that is cut out; whole slices where it is absent. */
    sizeMm: z.number().positive().optional(),
  }),
  /** What the classes of an output stand for, in order. */
  classes: z.array(z.string()).optional(),
  /** Where the weights come from, for people. */
  source: z.record(z.string(), z.unknown()).optional(),
  /** The experiment that trained it: its steps, samples, and the rest. */
  training: z.unknown().optional(),
});

export type RunFolderConfig = z.output<typeof runFolderConfigSchema>;
/** As it may be given: without `version`. */
export type RunFolderConfigInput = z.input<typeof runFolderConfigSchema>;

/** Every complaint of a schema, each with its place in the file. */
export const complaints = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`))
    .join('; ');

/** The JSON of a text, or what `refuse` makes of the reason why there is none. */
export const jsonOf = (text: string, refuse: (problem: string, cause: unknown) => Error): unknown => {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    throw refuse(`it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
};

/** @throws RUN_FOLDER_CONFIG_INVALID with every complaint */
export const runFolderConfigOf = (value: unknown): RunFolderConfig => {
  const parsed = runFolderConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw runFolderConfigInvalid(complaints(parsed.error), parsed.error);
};

/** @throws RUN_FOLDER_CONFIG_INVALID */
export const parseRunFolderConfig = (text: string): RunFolderConfig =>
  runFolderConfigOf(jsonOf(text, runFolderConfigInvalid));
