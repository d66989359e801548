import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepareNvidia } from '../../../src/models/runtime/nvidia-environment.ts';
import { gpuPresent } from '../../../src/models/runtime/onnx/device/gpu-present.ts';
import { type Check, readExpected } from './check.ts';
import { findProviders, findTfjs } from './devices.ts';
import { forwardOfSmall, forwardOfZoo } from './forward-step.ts';
import { describeMachine } from './machine.ts';
import { measurePyTorch } from './pytorch-step.ts';
import { measureRates } from './rate-step.ts';
import { resultWriter } from './results.ts';
import { taskRunner } from './task-runner.ts';
import { trainFull, trainSmall } from './training-step.ts';
import { gradePhantoms } from './two-stage-step.ts';
import { verdictOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'gpu-check-out' },
    scratch: { type: 'string', default: 'gpu-check-scratch' },
    begun: { type: 'string' },
    'limit-s': { type: 'string', default: '540' },
    short: { type: 'boolean', default: false },
  },
});

const HERE = dirname(fileURLToPath(import.meta.url));
const begunMs = values.begun === undefined ? Date.now() : 1000 * Number(values.begun);
const endMs = begunMs + 1000 * Number(values['limit-s']);

const main = async (): Promise<number> => {
  prepareNvidia();
  const out = resolve(values.out);
  const scratch = resolve(values.scratch);
  mkdirSync(scratch, { recursive: true });
  const results = resultWriter(out, begunMs, (line) =>
    console.log(`${String(Math.round((Date.now() - begunMs) / 1000)).padStart(4)} s  ${line}`),
  );
  describeMachine(results);
  const short = values.short || !gpuPresent();
  results.fact('form', values.short ? 'short, as requested' : short ? 'short: no device files of a GPU' : 'full');
  const providers = await findProviders(results, short);
  const check: Check = {
    tasks: taskRunner(join(HERE, 'task-process.js')),
    results,
    providers,
    tfjs: await findTfjs(results),
    short,
    expected: readExpected(join(HERE, 'expected.json')),
    product: resolve(HERE, '../../..'),
    scratch,
    leftMs: () => endMs - Date.now(),
  };
  // What the verdict rests on comes first, then rates, then the rest of the zoo.
  const steps = short
    ? [forwardOfSmall, gradePhantoms, trainSmall, measurePyTorch]
    : [forwardOfSmall, trainSmall, gradePhantoms, measureRates, measurePyTorch, trainFull, forwardOfZoo];
  for (const step of steps) await step(check);
  check.tasks.close();

  const { text, code } = verdictOf(results.rows(), providers);
  results.end(text);
  return code;
};

process.exitCode = await main();
