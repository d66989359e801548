import type { Provider } from '../../../src/models/runtime/onnx/device/devices.ts';
import { type Check, rounded, skippedFor, TOLERANCE, timeFor, withoutResult } from './check.ts';
import { fullNetworks, type NetworkCase, SMALL_NETWORKS, TINY_NETWORKS } from './networks.ts';
import type { Row } from './results.ts';
import type { ForwardMeasured } from './tasks.ts';

const STEP = 'forward pass, device and CPU';
const TASK_MS = 60_000;

/** Largest difference as a share of the largest value; undefined without stored values, NaN if any value is NaN. */
const fromStored = (found: readonly number[], largest: number, stored: readonly number[] | undefined) =>
  stored && Math.max(...stored.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN)))) / largest;

const rowOf = (subject: string, measured: ForwardMeasured, stored: readonly number[] | undefined): Row => {
  const { difference, largest, cpuSample, cpuMs, firstMs, deviceMs } = measured;
  const off = difference ?? Number.NaN;
  const cpuOff = fromStored(cpuSample, largest, stored);
  const agrees = off <= TOLERANCE && (cpuOff === undefined || cpuOff <= TOLERANCE);
  return {
    step: STEP,
    subject,
    outcome: agrees ? 'agrees' : 'differs',
    figures: {
      difference: off.toExponential(1),
      'CPU to stored': cpuOff?.toExponential(1) ?? '',
      'first run ms': rounded(firstMs),
      'second run ms': rounded(deviceMs),
      'CPU ms': rounded(cpuMs),
    },
  };
};

const compare = async (check: Check, provider: Provider, networks: readonly NetworkCase[]): Promise<void> => {
  for (const [index, network] of networks.entries()) {
    const subject = `${network.name}, ${provider}`;
    const timeoutMs = timeFor(check, TASK_MS);
    if (timeoutMs === undefined) {
      return check.results.add(skippedFor(STEP, `${networks.length - index} more networks, ${provider}`));
    }
    const answer = await check.tasks.run({ kind: 'forward', network, provider }, timeoutMs);
    if ('measured' in answer) {
      check.results.add(rowOf(subject, answer.measured, check.expected.forward[network.name]));
      continue;
    }
    const outcome = withoutResult(answer.late === true, provider, timeoutMs, TASK_MS);
    check.results.add({ step: STEP, subject, outcome, figures: {}, reason: answer.fault });
  }
};

/** Small networks on every provider, and on the CPU alone where there is none. */
export const forwardOfSmall = async (check: Check): Promise<void> => {
  const providers = check.providers.length === 0 ? (['cpu'] as const) : check.providers;
  for (const provider of providers) await compare(check, provider, check.short ? TINY_NETWORKS : SMALL_NETWORKS);
};

/** The zoo at its usual sizes. */
export const forwardOfZoo = async (check: Check): Promise<void> => {
  for (const provider of check.providers) await compare(check, provider, fullNetworks());
};
