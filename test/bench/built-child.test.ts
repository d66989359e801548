import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { filesOfChild } from '../../bench/built-child.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHILDREN = readdirSync(join(ROOT, 'bench')).filter(
  (name) => name.endsWith('-child.ts') && name !== 'built-child.ts',
);

describe('a child process of a bench', () => {
  for (const child of CHILDREN)
    it(`${child} imports files that exist`, async () => {
      const files = await filesOfChild(`bench/${child}`);
      expect(files[0]).to.equal(`bench/${child}`);
      for (const file of files) expect(existsSync(join(ROOT, file)), file).to.equal(true);
    });

  it('includes what its imports import, and nothing of the product', async () => {
    const files = await filesOfChild('bench/memory-child.ts');
    expect(files).to.include('test/support/fake-runtime.ts').and.to.include('test/support/write-untrained-models.ts');
    expect(files.filter((file) => file.startsWith('src/'))).to.deep.equal([]);
  });
});
