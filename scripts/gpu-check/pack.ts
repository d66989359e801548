import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asSpineError } from '../../src/domain/spine-error.ts';
import { packingFailed } from './pack/errors.ts';
import { writePack } from './pack/write-pack.ts';

const HELP = `Packs a check of spinestream on a GPU for a bare Linux machine on x64 (see docs/gpu.md).

  npm run gpu-check:pack                       into build/gpu-check
  npm run gpu-check:pack -- --into <folder>    into another folder
  npm run gpu-check:pack -- --without-tfjs     without TensorFlow.js on WebGPU, which npm fetches
  npm run gpu-check:pack -- --fast             compress less`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FLAG = { type: 'boolean', default: false } as const;
const LEVELS = { best: 6, fast: 0 } as const;

const optionsOf = (args: readonly string[]) => {
  const into = { type: 'string', default: join(ROOT, 'build', 'gpu-check') } as const;
  try {
    return parseArgs({ args: [...args], options: { into, 'without-tfjs': FLAG, fast: FLAG, help: FLAG } }).values;
  } catch (cause) {
    throw packingFailed(`${cause instanceof Error ? cause.message : cause}; use --help`);
  }
};

const main = async (): Promise<void> => {
  const { into, fast, help, 'without-tfjs': withoutTfjs } = optionsOf(process.argv.slice(2));
  if (help) return console.log(HELP);
  const level = fast ? LEVELS.fast : LEVELS.best;
  const bytes = await writePack({ root: ROOT, into: resolve(into), tfjs: !withoutTfjs, level, say: console.log });
  console.log(`${(bytes / 2 ** 20).toFixed(1)} MiB in ${into}; copy the folder and run: sh run.sh <out folder>`);
};

try {
  await main();
} catch (error) {
  console.error(asSpineError(error).message);
  process.exitCode = 1;
}
