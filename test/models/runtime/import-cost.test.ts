import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const url = (path: string) => JSON.stringify(new URL(`../../../src/models/${path}`, import.meta.url).href);

/** Names of heavy packages that a fresh process has loaded after importing the modules. */
const loadedBy = async (...paths: string[]): Promise<readonly string[]> => {
  const imports = paths.map((path) => `await import(${url(path)});`).join(' ');
  const code = `import { createRequire } from 'node:module'; ${imports}
    const files = Object.keys(createRequire(${url('runtime/runtime.ts')}).cache);
    console.log(['onnxruntime', 'protobufjs', 'zod'].filter((name) => files.some((f) => f.includes('node_modules/' + name))).join());`;
  const options = { cwd: fileURLToPath(new URL('../../..', import.meta.url)) };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', code],
    options,
  );
  return stdout.trim().split(',').filter(Boolean);
};

describe('importing models', () => {
  it('loads neither ONNX Runtime nor protobufjs', async () => {
    expect(await loadedBy('runtime/onnx/onnx-runtime.ts', 'zoo/architecture.ts', 'nn/check-weights.ts')).to.eql([]);
  });

  it('would be noticed: the writer of models loads protobufjs', async () => {
    expect(await loadedBy('nn/onnx/encode-model.ts')).to.eql(['protobufjs']);
  });
});
