import type { Provider } from '../../../src/models/runtime/onnx/device/devices.ts';
import { type Check, rounded, skippedFor, timeFor, withoutResult } from './check.ts';
import { FULL_FAMILIES, type NetworkCase } from './networks.ts';

const STEP = 'samples per second';
const TASK_MS = 30_000;

const BATCHES: readonly number[] = [1, 4, 16, 64];
const CPU_BATCHES: readonly number[] = [1, 4];
const MEASURED_MS = 1000;

const measure = async (check: Check, network: NetworkCase, provider: Provider): Promise<void> => {
  const subject = `${network.name}, ${provider}`;
  const figures: Record<string, number> = {};
  for (const batch of provider === 'cpu' ? CPU_BATCHES : BATCHES) {
    const timeoutMs = timeFor(check, TASK_MS);
    if (timeoutMs === undefined) {
      check.results.add(skippedFor(STEP, `${subject}, batch ${batch}`));
      break;
    }
    const answer = await check.tasks.run({ kind: 'rate', network, provider, batch, maxMs: MEASURED_MS }, timeoutMs);
    if ('fault' in answer) {
      const outcome = withoutResult(answer.late === true, provider, timeoutMs, TASK_MS);
      check.results.add({
        step: STEP,
        subject: `${subject}, batch ${batch}`,
        outcome,
        figures: {},
        reason: answer.fault,
      });
      break; // a larger one takes longer, or more memory
    }
    figures[`batch ${batch}`] = rounded(answer.measured.samplesPerSecond);
  }
  if (Object.keys(figures).length > 0) check.results.add({ step: STEP, subject, outcome: 'measured', figures });
};

/** Forward passes at several batch sizes, with the CPU for comparison. */
export const measureRates = async (check: Check): Promise<void> => {
  for (const network of FULL_FAMILIES)
    for (const provider of [...check.providers, 'cpu' as const]) await measure(check, network, provider);
};
