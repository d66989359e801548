import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const url = (path: string) => JSON.stringify(new URL(`../../../../src/models/${path}`, import.meta.url).href);

/** Whether a fresh process has loaded TensorFlow.js after importing a module. */
const loadsTfjs = async (path: string): Promise<boolean> => {
  const code = `import { createRequire } from 'node:module'; await import(${url(path)});
    const files = Object.keys(createRequire(${url('runtime/runtime.ts')}).cache);
    console.log(files.some((file) => file.includes('node_modules/@tensorflow')));`;
  const options = { cwd: fileURLToPath(new URL('../../../..', import.meta.url)) };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', code],
    options,
  );
  return stdout.trim() === 'true';
};

describe('importing the runtimes', () => {
  it('does not load TensorFlow.js, which takes half a second', async () => {
    expect(await loadsTfjs('runtime/choose-runtime.ts')).to.equal(false);
  });

  it('would be noticed: the interpreter loads it', async () => {
    expect(await loadsTfjs('nn/tfjs/tfjs-ops.ts')).to.equal(true);
  });
});
