import type { Speed } from '../models/quantise/quantisation-record.ts';
import type { Predictor, Tensors } from '../models/runtime/runtime.ts';
import { rowsOf } from '../models/runtime/tensor-rows.ts';

export interface SpeedOptions {
  readonly float32: Pick<Predictor, 'predict'>;
  readonly int8: Pick<Predictor, 'predict'>;
  readonly inputs: Tensors;
  readonly rounds: number;
  readonly threads: number;
  readonly clocks?: Clocks;
}

interface Clocks {
  readonly nowMs: () => number;
  /** CPU time of this process so far. */
  readonly cpuMs: () => number;
}

const MICROSECONDS = 1000;

const PROCESS: Clocks = {
  nowMs: () => performance.now(),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / MICROSECONDS;
  },
};

/** Times both networks in turn, after one run of each to warm up, and takes the fastest run of each. */
export const measureSpeed = async ({
  inputs,
  rounds,
  threads,
  clocks = PROCESS,
  ...networks
}: SpeedOptions): Promise<Speed> => {
  const timed = async ({ predict }: Pick<Predictor, 'predict'>) => {
    const [startMs, startCpuMs] = [clocks.nowMs(), clocks.cpuMs()];
    await predict(inputs);
    return { ms: clocks.nowMs() - startMs, cpuMs: clocks.cpuMs() - startCpuMs };
  };
  const fastest = {
    float32: { ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY },
    int8: { ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY },
  };
  for (let round = 0; round <= rounds; round++)
    for (const precision of ['float32', 'int8'] as const) {
      const { ms, cpuMs } = await timed(networks[precision]);
      if (round === 0) continue;
      const best = fastest[precision];
      fastest[precision] = { ms: Math.min(best.ms, ms), cpuMs: Math.min(best.cpuMs, cpuMs) };
    }
  const { float32, int8 } = fastest;
  return {
    ...{ rows: rowsOf(inputs), rounds, threads },
    ...{ float32Ms: float32.ms, int8Ms: int8.ms, float32CpuMs: float32.cpuMs, int8CpuMs: int8.cpuMs },
    speedup: float32.cpuMs / Math.max(int8.cpuMs, Number.MIN_VALUE),
  };
};
