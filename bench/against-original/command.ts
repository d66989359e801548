import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { writeUntrainedModels } from '../../test/support/write-untrained-models.ts';
import { everyLevel } from '../run.ts';
import { enlargeStudies } from './enlarge-studies.ts';
import { ownRun, type Taken } from './own-side.ts';
import { fastestStep } from './own-step.ts';
import { quantiseAll } from './quantise-all.ts';

const SCRIPT = fileURLToPath(new URL('./original.py', import.meta.url));

const FLAGS = {
  original: { type: 'string' },
  python: { type: 'string', default: 'python3' },
  studies: { type: 'string', default: '6' },
  pairs: { type: 'string', default: '3' },
  /** `real`: images of about 512 x 512; `phantom`: of about 192 x 192. */
  matrix: { type: 'string', default: 'real' },
  /** Also runs int8 networks, which the original does not have; makes them first. */
  int8: { type: 'boolean', default: false },
  threads: { type: 'string', default: String(availableParallelism()) },
} as const;

type Parts = Readonly<Record<string, Taken>>;

/** The original in a process that answers one line for each command. */
class Original {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(python: string, args: readonly string[]) {
    this.#child = spawn(python, [SCRIPT, ...args], { cwd: tmpdir(), stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  async answer<T>(command?: 'run' | 'step'): Promise<T> {
    if (command !== undefined) this.#child.stdin!.write(`${command}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('the original ended; its last lines say why');
    return JSON.parse(value);
  }

  async close(): Promise<void> {
    this.#child.stdin!.end();
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }
}

const PARTS = ['preparation', 'ensemblePreparation', 'keypoints', 'regions', 'whole', 'wholeInt8', 'step'] as const;

const partsOf = (side: Parts) => PARTS.filter((part) => side[part] !== undefined);

const ratios = (pairs: readonly { readonly own: Parts; readonly original: Parts }[], what: keyof Taken) =>
  partsOf(pairs[0]!.own).map((part) => {
    const all = pairs.map(({ own, original }) => original[part]![what] / own[part]![what]).sort((a, b) => a - b);
    return `${part} ${all[all.length >> 1]!.toFixed(2)} (${all[0]!.toFixed(2)} to ${all.at(-1)!.toFixed(2)})`;
  });

/**
 * Compares the product with the original implementation on one machine, in pairs: preparing studies for the networks on ResNet-18 and for all networks and folds of the
 * published ensemble, keypoint networks, region networks, the whole run on ResNet-18, and a training step. Both sides have the same weights, studies
 * and threads. Above 1 the product is faster.
 */
export const againstOriginalBench = async (report: (line: string) => void, flags: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...flags], options: FLAGS, strict: true });
  if (values.original === undefined) {
    report(
      'skipped: --original=<clone of https://github.com/adamnarai/kaggle-rsna-2024> is missing (bench/against-original/original.py)',
    );
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
  const [studies, models] = [join(folder, 'studies'), join(folder, 'models')];
  const [count, threads] = [Number(values.studies), Number(values.threads)];
  try {
    await makePhantoms({ studies: count, seed: 1, quirks: false, out: studies });
    if (values.matrix === 'real') await enlargeStudies(studies);
    await writeUntrainedModels({ into: models });
    if (values.int8) await quantiseAll({ models, studies, pipeline: await everyLevel(folder), threads, report });
    const original = new Original(values.python, [resolve(values.original), studies, models, values.threads]);
    const { versions } = await original.answer<{ readonly versions: Readonly<Record<string, string>> }>();
    const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    report(`${count} phantoms (matrix: ${values.matrix}), ${threads} threads; original: ${named.join(', ')}`);
    const pairs: { own: Parts; original: Parts }[] = [];
    for (let index = 0; index < Number(values.pairs); index++) {
      const theirs = async (): Promise<Parts> => {
        const run = await original.answer<Parts>('run');
        return { ...run, ...(values.int8 && { wholeInt8: run.whole! }), ...(await original.answer<Parts>('step')) };
      };
      const ours = async (): Promise<Parts> => ({
        ...(await ownRun({ studies, models, threads, int8: values.int8 })),
        step: await fastestStep(threads),
      });
      const pair =
        index % 2 === 0
          ? { original: await theirs(), own: await ours() }
          : { own: await ours(), original: await theirs() };
      pairs.push(pair);
      const seconds = (side: Parts) =>
        partsOf(side)
          .map((part) => `${part} ${side[part]!.cpuS.toFixed(2)} (${side[part]!.wallS.toFixed(2)})`)
          .join(', ');
      report(
        `pair ${index + 1}, load ${loadavg()[0]!.toFixed(1)}; seconds of CPU (wall): original ${seconds(pair.original)}`,
      );
      report(`  spinestream ${seconds(pair.own)}`);
    }
    report(`CPU time of the original over spinestream's, median (range): ${ratios(pairs, 'cpuS').join(', ')}`);
    report(`wall time: ${ratios(pairs, 'wallS').join(', ')}`);
    await original.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
