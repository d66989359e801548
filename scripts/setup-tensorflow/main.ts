import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asSpineError } from '../../src/domain/spine-error.ts';
import { optionUnknown } from './errors.ts';
import { removeTensorflow, setUpTensorflow } from './set-up.ts';

const HELP = `Gives TensorFlow.js a native TensorFlow, made from the wheel on PyPI (see docs/tensorflow.md).

  npm run setup:tensorflow                 for the CPU
  npm run setup:tensorflow -- --gpu        with CUDA (about 7 GB)
  npm run setup:tensorflow -- --force      make it anew
  npm run setup:tensorflow -- --remove     undo it`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FLAG = { type: 'boolean', default: false } as const;

const optionsOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: { gpu: FLAG, force: FLAG, remove: FLAG, help: FLAG } }).values;
  } catch (cause) {
    throw optionUnknown(cause);
  }
};

const main = async (): Promise<void> => {
  const { gpu, force, remove, help } = optionsOf(process.argv.slice(2));
  if (help) return console.log(HELP);
  if (remove) return removeTensorflow(ROOT);
  await setUpTensorflow({ root: ROOT, gpu, force, say: (line) => console.log(line) });
};

try {
  await main();
} catch (error) {
  console.error(asSpineError(error).message);
  process.exitCode = 1;
}
