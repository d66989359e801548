import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { freemem, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { summaryOf } from '../src/models/nn/shapes.ts';
import { backendFault } from '../src/models/runtime/tfjs/backend-fault.ts';
import { architectureFor, expectedBytes, keyOf, type StepCase } from './step-cases.ts';
import type { StepMeasured, StepTask } from './step-child.ts';
import { type StepOptions, stepOptions } from './step-options.ts';

type Report = (line: string) => void;

/** A measured row, possibly of an earlier run. */
interface StepRow extends StepCase, StepMeasured {
  readonly load: number;
}

const CHILD = fileURLToPath(new URL('./step-child.ts', import.meta.url));
/** A backward pass costs two forward passes; a multiply-add is two operations. */
const OPERATIONS_PER_MULTIPLY_ADD = 2 * 3;
const WASM_BYTES = 2 ** 32;
const GB = 2 ** 30;

/** TensorFlow reads its number of threads from the environment when it loads. */
const environment = ({ threads }: StepCase) => ({
  ...process.env,
  TF_NUM_INTRAOP_THREADS: String(threads),
  TF_NUM_INTEROP_THREADS: '1',
  TF_CPP_MIN_LOG_LEVEL: '2',
});

const runIn = (task: StepTask, maxSeconds: number): Promise<StepMeasured | { readonly failed: string }> =>
  new Promise((resolve) => {
    const args = [JSON.stringify(task)];
    const child = fork(CHILD, args, { execArgv: ['--import', 'tsx'], env: environment(task), silent: true });
    let answer: StepMeasured | { readonly failed: string } | undefined;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, maxSeconds * 1000);
    child.on('message', (message: StepMeasured) => {
      answer = message;
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      const how =
        signal === 'SIGKILL' ? 'was killed, probably for want of memory' : `ended with ${signal ?? `code ${code}`}`;
      const ended = late ? `it took longer than ${maxSeconds} s` : `its process ${how}`;
      resolve(answer ?? { failed: ended });
    });
  });

/** Why a row is skipped: running out of memory would hurt the machine and everything else that runs on it. */
const obstacle = (one: StepCase): string | undefined => {
  const bytes = expectedBytes(architectureFor(one), one);
  const room = one.engine === 'wasm' ? Math.min(WASM_BYTES, freemem()) : freemem();
  if (bytes < room) return undefined;
  return `it needs about ${(bytes / GB).toFixed(1)} GB, and there are ${(room / GB).toFixed(1)} GB`;
};

/** The rows of available engines; prints why the others are missing. */
const possible = async (cases: readonly StepCase[], report: Report): Promise<readonly StepCase[]> => {
  const faults = new Map<string, string>();
  for (const engine of new Set(cases.map((one) => one.engine))) {
    const fault = engine === 'onnx' ? undefined : await backendFault(engine);
    if (fault === undefined) continue;
    faults.set(engine, fault);
    report(`${engine}: skipped, ${fault}`);
  }
  const threaded = cases.filter(({ engine, threads }) => engine === 'wasm' && threads > 1);
  if (threaded.length > 0) report('wasm with more than 1 thread: skipped, it has one');
  return cases.filter((one) => !faults.has(one.engine) && !threaded.includes(one));
};

const knownRows = async (file: string | undefined): Promise<Map<string, StepRow>> => {
  if (file === undefined || !existsSync(file)) return new Map();
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return new Map(lines.map((line): StepRow => JSON.parse(line)).map((row) => [keyOf(row), row]));
};

const WIDTHS = [24, 5, 14, 8, 6, 9, 10, 9, 9, 9, 9, 9];
const tableRow = (...cells: readonly (string | number)[]): string =>
  cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(WIDTHS[0]!) : String(cell).padStart(WIDTHS[index]!)))
    .join(' ');

const HEAD = tableRow(
  'network',
  'px',
  'engine',
  'threads',
  'batch',
  'ms/step',
  'samples/s',
  'cpu ms',
  'GFLOP/s',
  'first ms',
  'peak MiB',
  'grown',
);

const lineOf = (row: StepRow): string => {
  const operations = summaryOf(architectureFor(row)).multiplyAdds * OPERATIONS_PER_MULTIPLY_ADD * row.batch;
  const { msPerStep, cpuMs, firstMs, peakMb, grownMb } = row;
  const rates = [(1000 * row.batch) / msPerStep, cpuMs, operations / msPerStep / 1e6, firstMs, peakMb, grownMb];
  const [samples, cpu, speed, ...rest] = rates.map((value, index) => value.toFixed(index === 0 ? 2 : 0));
  return tableRow(
    row.network,
    row.sizePx,
    row.engine,
    row.threads,
    row.batch,
    msPerStep.toFixed(0),
    samples!,
    cpu!,
    speed!,
    ...rest,
  );
};

/** Speedup of ONNX Runtime over WebAssembly, for rows of both; with one thread each, and with the fastest settings. */
const comparison = (rows: ReadonlyMap<string, StepRow>): readonly string[] =>
  [...rows.values()].flatMap((row) => {
    const others = [...rows.values()].filter(
      (other) =>
        other.engine === 'onnx' &&
        other.network === row.network &&
        other.sizePx === row.sizePx &&
        other.batch === row.batch,
    );
    if (row.engine !== 'wasm' || others.length === 0) return [];
    const times = others.map(({ threads, msPerStep }) => `${(row.msPerStep / msPerStep).toFixed(1)} (${threads})`);
    return [
      `${row.network} ${row.sizePx} px, batch ${row.batch}: ONNX Runtime (threads) is faster than WebAssembly ${times.join(', ')} times`,
    ];
  });

const measure = async (report: Report, options: StepOptions): Promise<void> => {
  const cases = await possible(options.cases, report);
  const rows = await knownRows(options.out);
  for (const one of cases) {
    const known = rows.get(keyOf(one));
    const reason = known === undefined ? obstacle(one) : undefined;
    if (known !== undefined) report(`${lineOf(known)}  known`);
    else if (reason !== undefined) report(`${keyOf(one)}: skipped, ${reason}`);
    else if (options.list) report(`${keyOf(one)}: to be measured`);
    else {
      const result = await runIn({ ...one, steps: options.steps }, options.maxSeconds);
      if ('failed' in result) {
        report(`${keyOf(one)}: failed, ${result.failed.split('\n')[0]}`);
        continue;
      }
      const row: StepRow = { ...one, ...result, load: loadavg()[0] ?? 0 };
      rows.set(keyOf(one), row);
      report(lineOf(row));
      if (options.out !== undefined) await appendFile(options.out, `${JSON.stringify(row)}\n`);
    }
  }
  for (const line of comparison(rows)) report(line);
};

/**
 * Measures a training step: forward, loss, backward, clipping and AdamW, each row in its own process.
 *
 *   npm run bench -- step --list
 *   npm run bench -- step --network=keypoints-5 --px=256 --engine=onnx,wasm --threads=1 --batch=4 --out=rows.jsonl
 *   npm run bench -- step --engine=onnx --steps=200      memory over 200 steps is the last column
 *
 * Rows that `--out` already has are skipped, so an interrupted run resumes.
 */
export const stepBench = async (report: Report, flags: readonly string[]): Promise<void> => {
  const options = stepOptions(flags);
  report(HEAD);
  await measure(report, options);
};
