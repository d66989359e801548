import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import { availableThreads, cgroupQuota, quotaOf } from '../../src/threads/available-threads.ts';

describe('availableThreads', () => {
  it('reads cpu.max of a cgroup', () => {
    expect(quotaOf('200000 100000\n')).to.equal(2);
    expect(quotaOf('max 100000\n')).to.equal(undefined);
    expect(quotaOf('-1 100000')).to.equal(undefined);
    expect(quotaOf('')).to.equal(undefined);
  });

  it('takes the narrowest quota of the groups that a process lies in, of version 2', () => {
    const files = new Map([
      ['/proc/self/cgroup', '0::/pod/app\n'],
      ['/sys/fs/cgroup/pod/cpu.max', '150000 100000\n'],
      ['/sys/fs/cgroup/pod/app/cpu.max', '400000 100000\n'],
    ]);
    expect(cgroupQuota((path) => files.get(path))).to.equal(1.5);
  });

  it('reads version 1', () => {
    const files = new Map([
      ['/proc/self/cgroup', '4:memory:/x\n3:cpu,cpuacct:/job\n'],
      ['/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us', '50000\n'],
      ['/sys/fs/cgroup/cpu/job/cpu.cfs_period_us', '100000\n'],
    ]);
    expect(cgroupQuota((path) => files.get(path))).to.equal(0.5);
  });

  it('is at least one and at most what the host has', () => {
    expect(availableThreads(0.5)).to.equal(1);
    expect(availableThreads(1e6)).to.equal(availableParallelism());
    expect(cgroupQuota(() => undefined)).to.equal(undefined);
  });
});
