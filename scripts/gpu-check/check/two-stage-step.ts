import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider } from '../../../src/models/runtime/onnx/device/devices.ts';
import { type Check, rounded, skippedFor, TOLERANCE, timeFor, withoutResult } from './check.ts';
import { reasonIn, runCommand } from './command.ts';
import type { Row } from './results.ts';
import type { Unanswered } from './tasks.ts';
import { everyLevel, probabilitiesOnly } from './write-models.ts';

const RUN_MS = 120_000;
const PHANTOMS_MS = 60_000;
const MODELS_MS = 60_000;

interface Plan {
  readonly step: string;
  readonly pipeline: string;
  readonly models: string;
  readonly studies: number;
  /** Whether probabilities are compared. Dummy keypoint networks of full size have near ties, which rounding decides. */
  readonly compare: boolean;
  /** Further options of both runs. */
  readonly options: readonly string[];
}

interface Graded {
  readonly probabilities: ReadonlyMap<string, readonly number[]>;
  readonly studiesPerSecond: number;
}

const tableOf = (csv: string): ReadonlyMap<string, readonly number[]> =>
  new Map(
    csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([id = '', ...values]) => [id, values.map(Number)]),
  );

const differenceOf = (one: Graded, other: Graded): number =>
  one.probabilities.size !== other.probabilities.size
    ? Number.NaN
    : [...one.probabilities].reduce((most, [id, values]) => {
        const others = other.probabilities.get(id) ?? [];
        return values.reduce((largest, value, index) => {
          const off = Math.abs(value - (others[index] ?? Number.NaN));
          return Number.isNaN(off) ? off : Math.max(largest, off);
        }, most);
      }, 0);

const runJson = async (
  folder: string,
): Promise<{ counts: { studies: number }; times: { streamingMs: number }; runtime: { provider: string } }> =>
  JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));

const cli = ({ product }: Check): string => join(product, 'src/cli/main.js');

const grade = async (check: Check, plan: Plan, device: Provider, timeoutMs: number): Promise<Graded | Unanswered> => {
  const out = join(check.scratch, `${plan.step.replaceAll(/\W+/g, '-')}-${device}`);
  const studies = join(check.scratch, 'studies');
  const ids = join(check.scratch, `first-${plan.studies}.txt`);
  const args = ['run', plan.pipeline, '--studies', studies, '--ids', ids, '--models', plan.models, '--out', out];
  const { status, output, late } = await runCommand(
    process.execPath,
    [cli(check), ...args, '--device', device, ...plan.options],
    { timeoutMs, cwd: check.scratch },
  );
  if (late) return { fault: `the run did not end within ${Math.round(timeoutMs / 1000)} s`, late };
  if (status !== 0) return { fault: `the run ended with code ${status}: ${reasonIn(output)}` };
  const { counts, times, runtime } = await runJson(out);
  if (runtime.provider !== device) return { fault: `the run used ${runtime.provider} instead of ${device}` };
  const probabilities = tableOf(await readFile(join(out, 'submission.csv'), 'utf8'));
  return { probabilities, studiesPerSecond: (1000 * counts.studies) / times.streamingMs };
};

/** @param cpu  what the CPU graded; undefined for the CPU itself, or if it took too long */
const rowOf = ({ step, compare }: Plan, subject: Provider, found: Graded, cpu: Graded | undefined): Row => {
  const figures = { probabilities: 3 * found.probabilities.size, 'studies/s': rounded(found.studiesPerSecond) };
  if (cpu === undefined) return { step, subject, outcome: 'measured', figures };
  const difference = differenceOf(found, cpu);
  return {
    step,
    subject,
    outcome: !compare ? 'measured' : difference <= TOLERANCE ? 'agrees' : 'differs',
    figures: { ...figures, difference: difference.toExponential(1) },
  };
};

const compareRuns = async (check: Check, plan: Plan): Promise<void> => {
  const { step } = plan;
  let cpu: Graded | undefined;
  for (const device of ['cpu', ...check.providers] as const) {
    const timeoutMs = timeFor(check, RUN_MS);
    if (timeoutMs === undefined) return check.results.add(skippedFor(step, device));
    const found = await grade(check, plan, device, timeoutMs);
    if ('fault' in found) {
      const outcome = withoutResult(found.late === true, device, timeoutMs, RUN_MS);
      check.results.add({ step, subject: device, outcome, figures: {}, reason: found.fault });
      continue;
    }
    check.results.add(rowOf(plan, device, found, cpu));
    if (device === 'cpu') cpu = found;
  }
};

/** Phantoms, made once; false if that failed. */
const makeStudies = async (check: Check, count: number, ids: readonly number[]): Promise<boolean> => {
  const timeoutMs = timeFor(check, PHANTOMS_MS);
  if (timeoutMs === undefined) {
    check.results.add(skippedFor('two-stage run', `${count} phantoms`));
    return false;
  }
  const out = join(check.scratch, 'studies');
  const args = [cli(check), 'phantom', '--studies', String(count), '--no-quirks', '--out', out];
  const { status, output } = await runCommand(process.execPath, args, { timeoutMs, cwd: check.scratch });
  if (status !== 0) {
    check.results.add({
      step: 'two-stage run',
      subject: `${count} phantoms`,
      outcome: 'failed',
      figures: {},
      reason: reasonIn(output),
    });
    return false;
  }
  const table = await readFile(join(out, 'train.csv'), 'utf8');
  const names = table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0]!);
  for (const first of ids)
    await writeFile(join(check.scratch, `first-${first}.txt`), `${names.slice(0, first).join('\n')}\n`);
  return true;
};

const writePipeline = async (check: Check, name: string, change: (text: string) => string): Promise<string> => {
  const text = await readFile(join(check.product, 'pipelines', `${name}.yaml`), 'utf8');
  await mkdir(check.scratch, { recursive: true });
  const file = join(check.scratch, `${name}-check.yaml`);
  await writeFile(file, change(text));
  return file;
};

const writeModels = async (check: Check, small: boolean): Promise<string | undefined> => {
  const into = join(check.scratch, small ? 'small-models' : 'models');
  const answer = await check.tasks.run({ kind: 'models', into, small }, timeFor(check, MODELS_MS) ?? MODELS_MS);
  if ('measured' in answer) return into;
  check.results.add({
    step: 'two-stage run',
    subject: 'dummy networks',
    outcome: 'failed',
    figures: {},
    reason: answer.fault,
  });
  return undefined;
};

/** Both stages for one condition, with dummy networks on tiny pictures of one study. */
const gradeSmall = async (check: Check): Promise<void> => {
  if (!(await makeStudies(check, 1, [1]))) return;
  const models = await writeModels(check, true);
  if (models === undefined) return;
  const pipeline = join(check.product, 'scripts/gpu-check/short-pipeline.yaml');
  const step = 'two-stage run, tiny networks';
  await compareRuns(check, { step, pipeline, models, studies: 1, compare: true, options: [] });
};

/** The demo's trained networks, then the method's at full size. */
const gradeFull = async (check: Check): Promise<void> => {
  if (!(await makeStudies(check, 8, [4, 8]))) return;
  await compareRuns(check, {
    step: 'two-stage run, demo networks',
    pipeline: await writePipeline(check, 'demo', probabilitiesOnly),
    models: join(check.product, 'weights', 'nano'),
    studies: 8,
    compare: true,
    options: [],
  });
  const models = await writeModels(check, false);
  if (models === undefined) return;
  const pipeline = await writePipeline(check, 'two-stage', (text) => everyLevel(probabilitiesOnly(text)));
  const step = 'two-stage run, dummy networks of full size';
  for (const [name, options] of [
    [step, ['--batch', '1']],
    [`${step}, batches over studies`, ['--concurrency', '4', '--batch', 'auto']],
  ] as const)
    await compareRuns(check, { step: name, pipeline, models, studies: 4, compare: false, options });
};

/** Whole runs with `--device`, compared with the CPU's probabilities. */
export const gradePhantoms = (check: Check): Promise<void> => (check.short ? gradeSmall(check) : gradeFull(check));
