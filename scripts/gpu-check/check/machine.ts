import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { availableThreads } from '../../../src/threads/available-threads.ts';
import type { ResultWriter } from './results.ts';

const NVIDIA_SMI = ['nvidia-smi', '/usr/local/nvidia/bin/nvidia-smi', '/usr/bin/nvidia-smi'];
const QUERY = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'];
const TIMEOUT_MS = 15_000;

const outputOf = (program: string, args: readonly string[]): string | undefined => {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined; // not installed, or no device
  }
};

const firstLineOfFile = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').split('\n')[0]?.trim();
  } catch {
    return undefined;
  }
};

/** Records the machine: processor, cards and drivers. */
export const describeMachine = (results: ResultWriter): void => {
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  results.fact('processor', `${cpus().length} x ${processor}, ${availableThreads()} threads may run`);
  results.fact('memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`);
  results.fact('system', `Linux ${release()}, Node ${process.version}`);
  const cards = NVIDIA_SMI.map((program) => outputOf(program, QUERY)).find((text) => text !== undefined);
  results.fact('nvidia-smi', cards?.replaceAll('\n', '; ') ?? 'not found, or it finds no card');
  const driver = firstLineOfFile('/proc/driver/nvidia/version');
  if (driver !== undefined) results.fact('NVIDIA driver', driver);
};
