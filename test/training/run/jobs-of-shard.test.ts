import { expect } from 'chai';
import fc from 'fast-check';
import { jobsOfShard } from '../../../src/training/run/jobs-of-shard.ts';

const experiment = (name: string, start?: { readonly from: string; readonly fold?: number }) => ({
  name,
  frame: { model: { start: start && { weights: 'best' as const, except: [], ...start } } },
});
const folds = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ fold: i + 1, train: ['a'], validation: ['b'] }));
interface Plan {
  readonly experiment: { readonly name: string };
  readonly splits: readonly { readonly fold: number }[];
}
const jobsIn = (plans: readonly Plan[]) =>
  plans.flatMap(({ experiment: { name }, splits }) => splits.map(({ fold }) => `${name}/${fold}`));

describe('jobsOfShard', () => {
  const list = ['a', 'b', 'c'].map((name) => ({ experiment: experiment(name), splits: folds(5) }));
  const all = jobsIn(list);

  it('gives every job to exactly one shard, and all shards as many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
        const shards = Array.from({ length: count }, (_, index) => jobsIn(jobsOfShard(list, { index, count }, 'out')));
        expect(shards.flat().sort()).to.deep.equal([...all].sort());
        const sizes = shards.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).to.be.at.most(1);
      }),
    );
  });

  it('keeps a fold together with the one whose weights it begins with', () => {
    const chain = [
      ...list,
      { experiment: experiment('d', { from: 'out/a' }), splits: folds(5) },
      { experiment: experiment('e', { from: 'out/d' }), splits: folds(5) },
      { experiment: experiment('f', { from: 'elsewhere/a' }), splits: folds(5) },
    ];
    const shardOfJob = new Map<string, number>();
    for (let index = 0; index < 4; index++)
      for (const job of jobsIn(jobsOfShard(chain, { index, count: 4 }, 'out'))) shardOfJob.set(job, index);
    for (let fold = 1; fold <= 5; fold++)
      for (const name of ['d', 'e']) expect(shardOfJob.get(`${name}/${fold}`)).to.equal(shardOfJob.get(`a/${fold}`));
    expect(shardOfJob.size).to.equal(30);
  });

  it('keeps all folds together where they begin with one fold of another experiment', () => {
    const chain = [...list, { experiment: experiment('d', { from: 'out/a', fold: 1 }), splits: folds(5) }];
    const owners = [0, 1, 2].filter((index) =>
      jobsIn(jobsOfShard(chain, { index, count: 3 }, 'out')).some((job) => /^[ad]/.test(job)),
    );
    expect(owners).to.have.length(1);
  });
});
