import { expect } from 'chai';
import { shardFrom } from '../../../src/run/shards/shard-from.ts';

type Env = Readonly<Record<string, string>>;

const slurm = (id: number, more: Env = {}): Env => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_COUNT: '3',
  SLURM_ARRAY_TASK_MIN: '0',
  ...more,
});

describe('shardFrom', () => {
  const right: readonly (readonly [text: string, env: Env, index: number, count: number])[] = [
    ['0/1', {}, 0, 1],
    ['2/8', slurm(1), 2, 8],
    ['env', slurm(2), 2, 3],
    ['env', slurm(5, { SLURM_ARRAY_TASK_MIN: '4' }), 1, 3],
    ['env', slurm(14, { SLURM_ARRAY_TASK_MIN: '4', SLURM_ARRAY_TASK_STEP: '5' }), 2, 3],
    // submitted again, alone: sbatch --array=5
    ['env/8', slurm(5, { SLURM_ARRAY_TASK_COUNT: '1', SLURM_ARRAY_TASK_MIN: '5' }), 5, 8],
    ['env/4', { JOB_COMPLETION_INDEX: '3' }, 3, 4],
    ['env', { JOB_COMPLETION_INDEX: '3', SPINESTREAM_SHARDS: '5' }, 3, 5],
    ['env/4', { PARALLEL_SEQ: '1' }, 0, 4],
    ['env', { PARALLEL_SEQ: '4', SPINESTREAM_SHARDS: '4' }, 3, 4],
  ];
  for (const [text, env, index, count] of right)
    it(`takes ${text} with ${JSON.stringify(env)} for ${index}/${count}`, () => {
      expect(shardFrom(text, env)).to.deep.equal({ index, count });
    });

  const wrong: readonly (readonly [text: string, env: Env, problem: RegExp])[] = [
    ['', {}, /expected i\/n/],
    ['1', {}, /expected i\/n/],
    ['-1/3', {}, /expected i\/n/],
    ['1.5/3', {}, /expected i\/n/],
    ['0/0', {}, /expected i\/n/],
    ['env/0', slurm(0), /expected i\/n|none of 0 shards/],
    ['3/3', {}, /there is no shard 3 of 3; expected an index from 0 to 2/],
    ['env', {}, /none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, PARALLEL_SEQ is set/],
    ['env', { ...slurm(1), PARALLEL_SEQ: '1' }, /SLURM_ARRAY_TASK_ID, PARALLEL_SEQ are set/],
    ['env', { JOB_COMPLETION_INDEX: '0' }, /not how many shards there are; give env\/n, or set SPINESTREAM_SHARDS/],
    ['env', { JOB_COMPLETION_INDEX: 'x', SPINESTREAM_SHARDS: '2' }, /JOB_COMPLETION_INDEX is x, expected/],
    ['env', slurm(7), /SLURM_ARRAY_TASK_ID 7 is none of 3 shards counted from 0; expected an array without gaps/],
    ['env/4', { PARALLEL_SEQ: '5' }, /PARALLEL_SEQ 5 is none of 4 shards counted from 1/],
    ['env/3', slurm(3, { SLURM_ARRAY_TASK_MIN: '1' }), /is none of 3 shards counted from 0/],
  ];
  for (const [text, env, problem] of wrong)
    it(`says what is wrong with "${text}" and ${JSON.stringify(env)}`, () => {
      const found = shardFrom(text, env);
      expect('problem' in found ? found.problem : found).to.match(problem);
    });
});
