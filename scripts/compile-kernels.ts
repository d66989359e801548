import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ASC = 'node_modules/assemblyscript/bin/asc.js';
const SOURCE = 'src/imaging/kernels/assembly/index.ts';
const FLAGS = ['--enable', 'simd', '--runtime', 'stub', '--noAssert', '-O3', '--converge', '--use', 'abort='];

/** In a process of its own: a TypeScript loader would take seconds over the compiler's own modules. */
const compiled = async (): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-kernels-'));
  try {
    const file = join(folder, 'kernels.wasm');
    await promisify(execFile)(process.execPath, [ASC, SOURCE, ...FLAGS, '--outFile', file]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** The text of src/imaging/kernels/kernels-wasm.ts; run in the repository's root. */
export const compiledKernels = async (): Promise<string> => {
  const wasm = await compiled();
  return `// Made by \`npm run generate\` from assembly/index.ts.
/** A WebAssembly module in base64. */
export const KERNELS_WASM =
  '${wasm.toString('base64')}';
`;
};
