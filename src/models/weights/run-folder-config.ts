import { z } from 'zod';
import { jsonOf, validated } from '../../schema/json-record.ts';
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
      issues.push({ code: 'custom', input: value, path: [], message: 'missing entry "input" (expected a map)' });
  });

export type RunFolderConfig = z.output<typeof runFolderConfigSchema>;
/** Configuration as input, with `version` optional. */
export type RunFolderConfigInput = z.input<typeof runFolderConfigSchema>;
/** Architecture and input of a network that sees images. */
export type ImageNetworkConfig = Pick<RunFolderConfigInput, 'architecture'> & { readonly input: z.input<typeof input> };

/** Validates a configuration. @throws RUN_FOLDER_CONFIG_INVALID with every error */
export const runFolderConfigOf = (value: unknown): RunFolderConfig =>
  validated(value, runFolderConfigSchema, runFolderConfigInvalid);

/** @throws RUN_FOLDER_CONFIG_INVALID */
export const parseRunFolderConfig = (text: string): RunFolderConfig =>
  runFolderConfigOf(jsonOf(text, runFolderConfigInvalid));
