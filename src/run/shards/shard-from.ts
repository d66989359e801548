import type { Shard } from './shard.ts';

type Env = Readonly<Record<string, string | undefined>>;
/** A shard, or why a text is invalid. */
type Found = Shard | { readonly problem: string };

/** Number of shards, if the scheduler does not tell. */
const SHARDS_VARIABLE = 'SPINESTREAM_SHARDS';

const FORM =
  'expected i/n with i from 0, such as 0/8, or env for the index of a Slurm array, a Kubernetes Indexed Job or GNU parallel';

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** Environment variables of schedulers. Numbers may start anywhere, and have a step. */
interface Scheduler {
  readonly variable: string;
  readonly first: (env: Env) => number | undefined;
  readonly step?: (env: Env) => number | undefined;
  readonly count?: (env: Env) => number | undefined;
}

const SCHEDULERS: readonly Scheduler[] = [
  {
    variable: 'SLURM_ARRAY_TASK_ID',
    first: (env) => whole(env.SLURM_ARRAY_TASK_MIN),
    step: (env) => whole(env.SLURM_ARRAY_TASK_STEP),
    count: (env) => whole(env.SLURM_ARRAY_TASK_COUNT),
  },
  { variable: 'JOB_COMPLETION_INDEX', first: () => 0 },
  { variable: 'PARALLEL_SEQ', first: () => 1 },
];

/**
 * `2/8`, `env` (index and number of shards from the scheduler) or `env/8` (index only). With an explicit number of
 * shards, a Slurm array counts from 0: a part that is resubmitted, e.g. with `--array=5`, stays the same shard.
 */
export const shardFrom = (text: string, env: Env): Found => {
  const [, index, count] = /^(\d{1,9}|env)(?:\/(\d{1,9}))?$/.exec(text) ?? [];
  if (index === undefined || (index !== 'env' && count === undefined)) return { problem: FORM };
  const given = whole(count);
  return index === 'env' ? fromEnv(env, given) : checked(Number(index), given ?? 0, FORM);
};

const checked = (index: number, count: number, otherwise: string): Found => {
  if (count < 1) return { problem: otherwise };
  if (index < count) return { index, count };
  return { problem: `there is no shard ${index} of ${count}; expected an index from 0 to ${count - 1}` };
};

const fromEnv = (env: Env, given: number | undefined): Found => {
  const present = SCHEDULERS.filter(({ variable }) => env[variable] !== undefined);
  const names = (all: readonly Scheduler[]): string => all.map(({ variable }) => variable).join(', ');
  const [scheduler, ...others] = present;
  if (scheduler === undefined) return { problem: `none of ${names(SCHEDULERS)} is set; give the shard as i/n` };
  if (others.length > 0) return { problem: `${names(present)} are set, each an index; give the shard as i/n` };
  const { variable } = scheduler;
  const number = whole(env[variable]);
  if (number === undefined) return { problem: `${variable} is ${env[variable]}, expected an integer, at least 0` };
  const isSlurm = scheduler.count !== undefined;
  const first = isSlurm && given !== undefined ? 0 : scheduler.first(env);
  const step = isSlurm && given === undefined ? (scheduler.step?.(env) ?? 1) : 1;
  const count = given ?? scheduler.count?.(env) ?? whole(env[SHARDS_VARIABLE]);
  if (count === undefined || first === undefined)
    return { problem: `${variable} is set, but not how many shards there are; give env/n, or set ${SHARDS_VARIABLE}` };
  const index = (number - first) / step;
  if (!Number.isInteger(index) || index < 0 || index >= count)
    return {
      problem: `${variable} ${number} is none of ${count} shards counted from ${first}; expected an array without gaps, or the shard as i/n`,
    };
  return checked(index, count, FORM);
};
