import { type Check, rounded, skippedFor, TOLERANCE, timeFor, withoutResult } from './check.ts';
import { FULL_FAMILIES, type NetworkCase, SMALL_FAMILIES, TINY_NETWORKS } from './networks.ts';
import type { Row } from './results.ts';
import type { TrainingDevice, TrainMeasured } from './tasks.ts';

const STEP = 'training';
const TASK_MS = 120_000;
/** Later losses follow AdamW's first step, which takes a gradient's sign: errors of rounding grow. */
const LATER_TOLERANCE = 1e-3;
export const STEPS = 3;
export const SMALL_BATCH = 2;
const FULL_BATCH = 2;

const NAMES = { tfjs: 'TensorFlow.js on WebGPU', cpu: 'ONNX Runtime on the CPU' } as const;
const nameOf = (device: TrainingDevice): string =>
  device === 'tfjs' || device === 'cpu' ? NAMES[device] : `ONNX Runtime on ${device}`;

const agree = (losses: readonly number[], expected: readonly number[]): boolean =>
  losses.length === expected.length &&
  losses.every(
    (loss, step) =>
      Math.abs(loss - expected[step]!) <= (step === 0 ? TOLERANCE : LATER_TOLERANCE) * Math.abs(expected[step]!),
  );

/** What ONNX Runtime says of an operation that a provider lacks. */
const UNSUPPORTED = /not supported|not implemented|NOT_IMPLEMENTED/i;

const rowOf = (subject: string, measured: TrainMeasured, expected: readonly number[] | undefined): Row => {
  const { losses, samplesPerSecond } = measured;
  const figures = { losses: losses.map(rounded).join(' '), 'samples/s': rounded(samplesPerSecond) };
  if (expected === undefined) return { step: STEP, subject, outcome: 'measured', figures };
  const outcome = agree(losses, expected) ? 'agrees' : 'differs';
  return { step: STEP, subject, outcome, figures: { ...figures, 'expected losses': expected.map(rounded).join(' ') } };
};

const steps = async (
  check: Check,
  network: NetworkCase,
  device: TrainingDevice,
  batch: number,
  expected: readonly number[] | undefined,
): Promise<readonly number[] | undefined> => {
  const subject = `${network.name}, ${nameOf(device)}`;
  const timeoutMs = timeFor(check, TASK_MS);
  if (timeoutMs === undefined) {
    check.results.add(skippedFor(STEP, subject));
    return undefined;
  }
  const answer = await check.tasks.run({ kind: 'train', network, device, batch, steps: STEPS }, timeoutMs);
  if ('measured' in answer) {
    check.results.add(rowOf(subject, answer.measured, expected));
    return answer.measured.losses;
  }
  const { fault, late = false } = answer;
  const outcome = UNSUPPORTED.test(fault) ? 'not supported' : withoutResult(late, device, timeoutMs, TASK_MS);
  check.results.add({ step: STEP, subject, outcome, figures: {}, reason: fault });
  return undefined;
};

const devicesOf = ({ providers, tfjs }: Check): readonly TrainingDevice[] => [
  ...providers,
  ...(tfjs ? ['tfjs' as const] : []),
];

/** Steps of small networks against stored losses. */
export const trainSmall = async (check: Check): Promise<void> => {
  for (const network of check.short ? TINY_NETWORKS : SMALL_FAMILIES)
    for (const device of ['cpu' as const, ...devicesOf(check)])
      await steps(check, network, device, SMALL_BATCH, check.expected.losses[network.name]);
};

/** Steps of each family at its usual size against losses of the CPU here. */
export const trainFull = async (check: Check): Promise<void> => {
  for (const network of FULL_FAMILIES) {
    const expected = await steps(check, network, 'cpu', FULL_BATCH, undefined);
    for (const device of devicesOf(check)) await steps(check, network, device, FULL_BATCH, expected);
  }
};
