import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Quota in a cgroup v2 file `cpu.max`: "200000 100000" is two processors, "max 100000" no limit. */
export const quotaOf = (cpuMax: string): number | undefined => {
  const [quota, period] = cpuMax.trim().split(/\s+/).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
};

type Read = (path: string) => string | undefined;

const readText: Read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // not Linux, or no such controller
  }
};

/** Processor quota of the process's cgroups, v2 or v1; the narrowest along its path. */
export const cgroupQuota = (read: Read = readText): number | undefined => {
  const quotas: number[] = [];
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const parts = path.split('/').filter((part) => part !== '');
    for (let depth = 0; depth <= parts.length; depth++) {
      const below = ['', ...parts.slice(0, depth)].join('/');
      if (controllers === '') quotas.push(quotaOf(read(`/sys/fs/cgroup${below}/cpu.max`) ?? '') ?? Number.NaN);
      if (controllers.split(',').includes('cpu')) {
        const of = (name: string) => read(`/sys/fs/cgroup/cpu${below}/cpu.cfs_${name}_us`)?.trim() ?? '';
        quotas.push(quotaOf(`${of('quota')} ${of('period')}`) ?? Number.NaN);
      }
    }
  }
  const limits = quotas.filter((quota) => !Number.isNaN(quota));
  return limits.length === 0 ? undefined : Math.min(...limits);
};

/** Number of threads that can run in parallel: the host's processors, or the container's quota; at least one. */
export const availableThreads = (quota = cgroupQuota()): number =>
  Math.max(1, Math.min(availableParallelism(), Math.ceil(quota ?? Number.POSITIVE_INFINITY)));
