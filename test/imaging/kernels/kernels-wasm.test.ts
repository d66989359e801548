import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { compiledKernels } from '../../../scripts/compile-kernels.ts';

describe('kernels-wasm.ts', () => {
  it('is what its AssemblyScript source compiles to (else: npm run generate)', async function () {
    this.timeout(60_000);
    const shipped = new URL('../../../src/imaging/kernels/kernels-wasm.ts', import.meta.url);
    expect(await readFile(shipped, 'utf8')).to.equal(await compiledKernels());
  });
});
