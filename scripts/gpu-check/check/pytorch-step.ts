import { join } from 'node:path';
import { type Check, rounded, skippedFor, timeFor } from './check.ts';
import { reasonIn, runCommand } from './command.ts';

const STEP = 'PyTorch';
const TASK_MS = 120_000;

/** A line of pytorch-rates.py. */
interface Line {
  readonly device: string;
  readonly network: string;
  readonly what: string;
  readonly batch: number;
  readonly samplesPerSecond?: number;
  readonly fault?: string;
}

/** The same networks in PyTorch, if a python3 here has it. */
export const measurePyTorch = async (check: Check): Promise<void> => {
  const python = process.env.SPINESTREAM_PYTHON ?? 'python3';
  const timeoutMs = timeFor(check, TASK_MS);
  if (timeoutMs === undefined) return check.results.add(skippedFor(STEP, python));
  const onLine = (text: string): void => {
    const { device, network, what, batch, samplesPerSecond, fault }: Line = JSON.parse(text);
    const subject = `${network}, ${what}, ${device}`;
    check.results.add(
      samplesPerSecond === undefined
        ? { step: STEP, subject, outcome: 'skipped', figures: { batch }, reason: fault ?? 'no rate' }
        : { step: STEP, subject, outcome: 'measured', figures: { batch, 'samples/s': rounded(samplesPerSecond) } },
    );
  };
  const script = join(check.product, 'scripts/gpu-check/pytorch-rates.py');
  const args = [script, ...(check.short ? ['--short'] : [])];
  const { status, output, late } = await runCommand(python, args, { timeoutMs, cwd: check.scratch, onLine });
  if (status === 0) return;
  const reason = late ? `stopped after ${Math.round(timeoutMs / 1000)} s` : reasonIn(output);
  check.results.add({ step: STEP, subject: python, outcome: 'skipped', figures: {}, reason });
};
