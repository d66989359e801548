import { z } from 'zod';
import { SpineError } from '../domain/spine-error.ts';
import { suggestion } from '../domain/text/nearest-name.ts';
import { PRECISIONS } from '../models/quantise/int8-networks.ts';
import { DEVICES } from '../models/runtime/onnx/device/devices.ts';
import { DEFAULT_ATTEMPTS } from '../streams/poison.ts';
import { bytesFrom } from './bytes-from.ts';
import { shardFrom } from './shards/shard-from.ts';

/** Each study in progress has its own lane, so an absurd number would only cost memory. */
const MAX_CONCURRENCY = 1024;

/** Command-line form of a setting, if it does not follow from its name. */
interface OnCommandLine {
  /** Without the leading dashes; default: the name in kebab case. */
  readonly flag?: string;
  /** For library use only. */
  readonly cli?: false;
}
const setting = <S extends z.ZodType>(schema: S, description: string, meta: OnCommandLine = {}): S =>
  schema.meta({ description, ...meta });

const positive = z.int('expected an integer, at least 1').min(1, 'expected an integer, at least 1');
const fromZero = z.int('expected an integer, at least 0').min(0, 'expected an integer, at least 0');
const seconds = z.number('expected a positive number of seconds').positive('expected a positive number of seconds');
/** A shard as text, or parsed. */
const shard = z
  .union([z.string(), z.strictObject({ index: fromZero, count: positive })])
  .transform((given, context) => {
    if (typeof given !== 'string') return given;
    const found = shardFrom(given, process.env);
    if (!('problem' in found)) return found;
    context.addIssue({ code: 'custom', message: found.problem });
    return z.NEVER;
  });
const secondsFromZero = 'expected a number of seconds, at least 0';
const flag = z.boolean().default(false);
/** A batch size as the command line gives it. */
const countInText = z
  .string()
  .regex(/^[1-9]\d*$/)
  .transform(Number);
const batch = 'expected auto, or an integer of at least 1';
const concurrency = `expected an integer from 1 to ${MAX_CONCURRENCY}`;

/**
 * All settings of a run as a zod schema, the single source: the command-line options with their checks and help, the
 * type and defaults of `gradeStudies`, `options` in `run.json` and the table in docs/run.md are derived from them.
 *
 * @example
 * import { runSettings } from 'spinestream';
 *
 * const { concurrency, models } = runSettings.parse({ out: 'results' });
 * [concurrency, models]; // [2, 'models']
 * runSettings.safeParse({ out: 'results', concurrent: 2 }).success; // false
 */
export const runSettings = z.strictObject({
  studies: setting(
    z.string().optional(),
    'folder in the layout of the challenge, or any folder of study folders; sets ${studies}',
  ),
  out: setting(z.string(), 'output folder, or s3://bucket/folder; sets ${out}'),
  models: setting(z.string().default('models'), 'folder of run folders, or s3://bucket/folder; sets ${models}'),
  descriptions: setting(
    z.string().optional(),
    'CSV file of series descriptions, if not next to the studies; without one, series kinds come from DICOM headers',
  ),
  leaveOut: setting(
    z.array(z.string()).readonly().default([]),
    'skip a study, e.g. one that crashes the process; it counts as failed',
  ),
  limit: setting(
    positive.optional(),
    'grade only the first studies, this many; a later --resume without it grades the rest',
  ),
  shard: setting(
    shard.optional(),
    'process only one shard: i/n with i from 0, or env (Slurm array) or env/n (Kubernetes Indexed Job, GNU parallel) to take the index from the environment; see merge',
  ),
  queue: setting(
    z.string().optional(),
    'take studies from a queue shared with other workers: nats://host:4222/name; see enqueue',
  ),
  queueCredentials: setting(
    z.string().optional(),
    'with --queue: path of a .creds file; default: NATS_CREDS, NATS_USER and NATS_PASSWORD, or NATS_TOKEN',
  ),
  queueWait: setting(flag, 'with --queue: when all studies are done, wait for more until Ctrl-C'),
  watch: setting(flag, 'keep watching for new studies until Ctrl-C'),
  settleS: setting(
    z.number(secondsFromZero).min(0, secondsFromZero).default(10),
    'with --watch: seconds without changes before a study counts as complete',
    { flag: 'settle' },
  ),
  watchIntervalS: setting(seconds.default(2), 'seconds between two scans of a watched folder', { cli: false }),
  followLinks: setting(flag, 'follow symbolic links from the studies folder to study folders elsewhere'),
  variables: setting(z.record(z.string(), z.string()).default({}), 'values of pipeline variables, by name', {
    cli: false,
  }),
  concurrency: setting(
    z.int(concurrency).min(1, concurrency).max(MAX_CONCURRENCY, concurrency).default(2),
    'number of studies in progress at a time; memory grows with it',
  ),
  memoryBudget: setting(
    z.union([positive, z.string().transform(bytesFrom)], 'expected a size in bytes, e.g. 200MB or 1.5GiB').optional(),
    'limit on the pixel data of all studies in progress, e.g. 200MB',
  ),
  modelsInMemory: setting(
    positive.optional(),
    'number of networks in memory at a time; default: as many as fit (with few, raise --concurrency)',
  ),
  batch: setting(
    z.union([z.int(batch).min(1, batch), z.literal('auto'), countInText], batch).prefault('auto'),
    'maximum samples of a batch over studies, or auto: measured on a GPU, one study per batch on a CPU; fills only with a --concurrency to match',
  ),
  backend: setting(
    z.string().default('onnx'),
    'runtime: onnx (fastest on a CPU), tfjs (its first available backend), or the name of a TensorFlow.js backend',
  ),
  device: setting(
    z.enum(DEVICES).default('auto'),
    'device for ONNX Runtime: auto (a GPU if it is faster), cpu, gpu (falls back to the CPU with a warning), or a provider: cuda, tensorrt, dml, webgpu, coreml',
  ),
  precision: setting(
    z.enum(PRECISIONS).default('float32'),
    'arithmetic of the networks: float32, or int8 for those that "spinestream quantise" made faster; int8 changes results a little',
  ),
  threads: setting(
    positive.optional(),
    'threads of the inference runtime; default: all cores, or the quota of the container',
  ),
  allowMismatch: setting(flag, 'only warn if the input of a model differs from what it was trained on'),
  outOfFold: setting(
    flag,
    'grade each study with the folds that were not trained on it, regardless of the pipeline file',
    { cli: false },
  ),
  existing: setting(
    z.enum(['refuse', 'resume', 'overwrite']).default('refuse'),
    'what to do with results already in the output folder',
    { cli: false },
  ),
  retryFailed: setting(flag, 'with --resume: retry failed studies'),
  redoChanged: setting(flag, 'with --resume: redo studies whose files changed'),
  retries: setting(
    fromZero.default(0),
    'number of retries for a study that failed because of network, disk or a time-out',
    { flag: 'retry' },
  ),
  attempts: setting(
    positive.default(DEFAULT_ATTEMPTS),
    'a study that was in progress so many times when a process crashed, was killed or blocked counts as failed (STUDY_POISON), the last time alone; after the first, it is graded alone',
  ),
  maxFailures: setting(positive.optional(), 'stop the run after this many failed studies'),
  failFast: setting(flag, 'stop the run at the first failed study, like --max-failures 1'),
  stepTimeoutS: setting(seconds.default(600), 'time limit for a single step of a study, in seconds', {
    flag: 'step-timeout',
  }),
  graceS: setting(
    seconds.optional(),
    'seconds that a cancelled step may take to end; default: the step time-out, at most 60',
    { cli: false },
  ),
  publishEveryS: setting(
    seconds.optional(),
    'seconds between updates of the tables during a run; default: 60, or 5 with watch',
    { cli: false },
  ),
});

/** Settings as passed to `gradeStudies`; only `out` is required. @interface */
export type RunSettings = z.input<typeof runSettings>;
/** Settings with all defaults filled in. */
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

const problemOf = (issue: z.core.$ZodIssue | undefined, given: unknown): string =>
  issue?.code === 'invalid_value'
    ? `unknown value;${suggestion(String(given), issue.values.map(String))}`
    : (issue?.message ?? 'invalid');

/**
 * Checks settings and fills in defaults.
 * @param called  the name of a setting in messages
 * @throws SETTING_INVALID for the first invalid setting
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
  const found = value === undefined ? '' : Number.isNaN(value) ? ' is not a number' : ` ${String(value)}`;
  throw new SpineError({
    code: 'SETTING_INVALID',
    reason: `${setting ? called(setting) : 'settings'}${found}: ${problemOf(issue, value)}`,
  });
};
