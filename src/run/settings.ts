import { z } from 'zod';
import { SpineError } from '../domain/spine-error.ts';
import { bytesFrom } from './bytes-from.ts';
import { shardFrom } from './shards/shard-from.ts';

/** More studies than that at a time serve nobody, and every one of them has its lane. */
const MOST_AT_A_TIME = 1024;

/** How a setting appears on the command line, where that does not follow from its name. */
interface OnCommandLine {
  /** Without the leading dashes; the name in kebab case by default. */
  readonly flag?: string;
  /** For library use only. */
  readonly cli?: false;
}
const as = (description: string, meta: OnCommandLine = {}) => ({ description, ...meta });

const positive = z.int('expected a whole number from 1').min(1, 'expected a whole number from 1');
const fromZero = z.int('expected a whole number from 0').min(0, 'expected a whole number from 0');
const seconds = z.number('expected seconds, more than 0').positive('expected seconds, more than 0');
/** A shard in words, or as it is known already. */
const shard = z
  .union([z.string(), z.strictObject({ index: fromZero, count: positive })])
  .transform((given, context) => {
    if (typeof given !== 'string') return given;
    const found = shardFrom(given, process.env);
    if (!('problem' in found)) return found;
    context.addIssue({ code: 'custom', message: found.problem });
    return z.NEVER;
  });
const concurrency = `expected a whole number from 1 to ${MOST_AT_A_TIME}`;

/**
 * Everything that can be set about a run, declared once, as a zod schema: options of the command line with their checks and help, the type and
 * the defaults of `gradeStudies`, `options` in `run.json`, and the table in docs/run.md follow from it.
 *
 * @example
 * import { runSettings } from 'spinestream';
 *
 * const { concurrency, models } = runSettings.parse({ out: 'results' });
 * [concurrency, models]; // [2, 'models']
 * runSettings.safeParse({ out: 'results', concurrent: 2 }).success; // false
 */
export const runSettings = z.strictObject({
  studies: z
    .string()
    .optional()
    .meta(as('folder in the challenge layout, or any folder of study folders; becomes ${studies}')),
  out: z.string().meta(as('folder for the results, or s3://bucket/folder; becomes ${out}')),
  models: z.string().default('models').meta(as('folder of run folders, or s3://bucket/folder; becomes ${models}')),
  descriptions: z
    .string()
    .optional()
    .meta(as('series descriptions (CSV), where not beside the studies; without any, DICOM headers tell the kinds')),
  leaveOut: z
    .array(z.string())
    .readonly()
    .default([])
    .meta(as('a study to skip, such as one that crashes the process; it counts as failed')),
  shard: shard
    .optional()
    .meta(
      as(
        'only the studies of one shard: i/n with i from 0, or env: the index of a Slurm array, a Kubernetes Indexed Job (env/n) or GNU parallel (env/n); see merge',
      ),
    ),
  queue: z
    .string()
    .optional()
    .meta(as('take the studies that a queue hands out to this and other workers: nats://host:4222/name; see enqueue')),
  queueCredentials: z
    .string()
    .optional()
    .meta(as('with --queue: a .creds file; else NATS_CREDS, NATS_USER and NATS_PASSWORD, or NATS_TOKEN')),
  queueWait: z.boolean().default(false).meta(as('with --queue: wait for more when all studies are done, until Ctrl-C')),
  watch: z.boolean().default(false).meta(as('keep watching for new studies until Ctrl-C')),
  settleS: z
    .number('expected seconds, from 0')
    .min(0, 'expected seconds, from 0')
    .default(10)
    .meta(as('with --watch: seconds that nothing in a study may have changed', { flag: 'settle' })),
  watchIntervalS: seconds.default(2).meta(as('seconds between two looks at a watched folder', { cli: false })),
  followLinks: z.boolean().default(false).meta(as('studies may be links to folders elsewhere')),
  variables: z
    .record(z.string(), z.string())
    .default({})
    .meta(as('variables of the pipeline file by name', { cli: false })),
  concurrency: z
    .int(concurrency)
    .min(1, concurrency)
    .max(MOST_AT_A_TIME, concurrency)
    .default(2)
    .meta(as('studies in progress at a time; memory follows it')),
  memoryBudget: z
    .union([positive, z.string().transform(bytesFrom)], 'expected a number of bytes, such as 200MB or 1.5GiB')
    .optional()
    .meta(as('pixels that studies in progress may hold together, such as 200MB')),
  modelsInMemory: positive
    .optional()
    .meta(as('networks in memory at a time; as many as fit by default (with few, raise --concurrency)')),
  batch: positive
    .optional()
    .meta(as('rows of several studies through a network together; each study alone by default')),
  backend: z
    .string()
    .default('onnx')
    .meta(as('what computes: onnx (fastest on a CPU), tfjs (the first of its backends that starts), or one of those')),
  threads: positive
    .optional()
    .meta(as('threads of the network runtime; all cores, or what a container may use, by default')),
  allowMismatch: z
    .boolean()
    .default(false)
    .meta(as('only warn where steps feed a model with something else than it was trained on')),
  outOfFold: z
    .boolean()
    .default(false)
    .meta(
      as('each study by the networks that were not trained on it, whatever the pipeline file says', { cli: false }),
    ),
  existing: z
    .enum(['refuse', 'resume', 'overwrite'])
    .default('refuse')
    .meta(as('what to do about results that are in the output folder', { cli: false })),
  retryFailed: z.boolean().default(false).meta(as('with --resume: do failed studies again')),
  redoChanged: z.boolean().default(false).meta(as('with --resume: do studies again whose files changed')),
  retries: fromZero
    .default(0)
    .meta(as('number of retries for a study that failed for want of network, disk or time', { flag: 'retry' })),
  maxFailures: positive.optional().meta(as('end the run when so many studies have failed')),
  failFast: z.boolean().default(false).meta(as('end the run at the first failed study, as --max-failures 1')),
  stepTimeoutS: seconds
    .default(600)
    .meta(as('seconds after which a step of a study has failed', { flag: 'step-timeout' })),
  graceS: seconds
    .optional()
    .meta(as('seconds for a cancelled step to end; as the time-out of a step by default, at most 60', { cli: false })),
  publishEveryS: seconds
    .optional()
    .meta(as('seconds between two versions of the tables during a run; 60 by default, 5 with watch', { cli: false })),
});

/** What the caller of `gradeStudies` gives: everything but `out` has a default. */
export type RunSettings = z.input<typeof runSettings>;
/** The settings of a run, complete. */
export type CompleteSettings = z.output<typeof runSettings>;
export type SettingName = keyof CompleteSettings;

export interface SettingInfo {
  readonly name: SettingName;
  readonly flag: string;
  readonly onCommandLine: boolean;
  readonly description: string;
  readonly default: unknown;
  readonly type: 'string' | 'number' | 'boolean' | 'array';
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const typeOf = ({ type, anyOf }: z.core.JSONSchema.JSONSchema): SettingInfo['type'] => {
  if (type === 'boolean' || type === 'array') return type;
  return anyOf === undefined && (type === 'integer' || type === 'number') ? 'number' : 'string';
};

/** Every setting, in the order of the schema. */
export const settingInfos = (): readonly SettingInfo[] => {
  const { properties = {} } = z.toJSONSchema(runSettings, { io: 'input', unrepresentable: 'any' });
  return runSettings.keyof().options.map((name) => {
    const schema = properties[name];
    const { description = '', default: value, flag, cli, ...rest } = typeof schema === 'object' ? schema : {};
    return {
      name,
      flag: typeof flag === 'string' ? flag : kebab(name),
      onCommandLine: cli !== false,
      description,
      default: value,
      type: typeOf(rest),
    };
  });
};

/**
 * Checks settings and fills in defaults.
 * @param called  what to call a setting in a message
 * @throws SETTING_INVALID naming the first one that does not fit
 */
export const completeSettings = (
  given: RunSettings,
  called: (setting: SettingInfo) => string = ({ name }) => name,
): CompleteSettings => {
  const parsed = runSettings.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [name] = issue?.path ?? [];
  const setting = settingInfos().find((one) => one.name === name);
  const value: unknown = setting && given[setting.name];
  const found = value === undefined ? '' : Number.isNaN(value) ? ' is no number' : ` ${String(value)}`;
  throw new SpineError({
    code: 'SETTING_INVALID',
    reason: `${setting ? called(setting) : 'the settings of a run'}${found}: ${issue?.message ?? 'invalid'}`,
  });
};
