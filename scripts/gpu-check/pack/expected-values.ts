import type { Expected } from '../check/check.ts';
import { closeRuntimes, forward } from '../check/compute.ts';
import { SMALL_FAMILIES, SMALL_NETWORKS } from '../check/networks.ts';
import { train } from '../check/training.ts';
import { SMALL_BATCH, STEPS } from '../check/training-step.ts';

/** Computes the small networks on the CPU of this machine. */
export const expectedValues = async (): Promise<Expected> => {
  const outputs: Record<string, readonly number[]> = {};
  for (const network of SMALL_NETWORKS) outputs[network.name] = (await forward({ kind: 'forward', network })).cpuSample;
  const losses: Record<string, readonly number[]> = {};
  for (const network of SMALL_FAMILIES) {
    const task = { kind: 'train', network, device: 'cpu', batch: SMALL_BATCH, steps: STEPS } as const;
    losses[network.name] = (await train(task)).losses;
  }
  await closeRuntimes();
  return { forward: outputs, losses };
};
