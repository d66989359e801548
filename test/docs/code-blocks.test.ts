import { once } from 'node:events';
import { cp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { forkProgram } from '../support/node-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Its blocks are changes of the product, which its own test makes. */
const OTHERWISE_TESTED = 'add-a-model.md';

const CHILD = new URL('./compile-child.ts', import.meta.url);

/** What somebody sees who imports the product. */
const LEAK = `import type { Entries } from 'spinestream';
type IsUnknown<T> = unknown extends T ? true : false;
export const labels: IsUnknown<Entries['custom.labels']> = true;
export const chance: IsUnknown<Entries['custom.chance']> = true;
`;

const CONFIG = {
  extends: join(ROOT, 'tsconfig.json'),
  compilerOptions: {
    types: ['node'],
    noUnusedLocals: false,
    // an optional peer, which exports what tfjs-core does
    paths: {
      spinestream: [join(ROOT, 'src/index.ts')],
      'spinestream/*': [join(ROOT, 'src/api/*.ts')],
      '@tensorflow/tfjs-node-gpu': [join(ROOT, 'node_modules/@tensorflow/tfjs-core/dist/index.d.ts')],
    },
  },
  include: ['*.ts', join(ROOT, 'src/**/*.d.ts')],
};

describe('TypeScript in README and docs', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();

  const pages = async (): Promise<readonly string[]> => {
    const docs = await readdir(join(ROOT, 'docs'), { recursive: true });
    return ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => join('docs', name))];
  };

  it('compiles as somebody would who imports the product, to whom it declares nothing of its own', async () => {
    const written: string[] = [];
    for (const page of await pages()) {
      if (basename(page) === OTHERWISE_TESTED) continue;
      const text = await readFile(join(ROOT, page), 'utf8');
      for (const [, name, block = ''] of text.matchAll(/^```ts ?(.*)\n([\s\S]*?)^```$/gm)) {
        const file = name || `${page.replace(/\W+/g, '-')}-${written.length}.ts`;
        written.push(file);
        await writeFile(join(folder(), file), `${block}\nexport {};\n`);
      }
    }
    expect(written).to.include('fill-keypoints.ts').and.to.have.length.above(6);
    await writeFile(join(folder(), 'leak.ts'), LEAK);
    await cp(join(ROOT, 'examples/compose.ts'), join(folder(), 'compose.ts'));
    await symlink(join(ROOT, 'node_modules'), join(folder(), 'node_modules'));
    await writeFile(join(folder(), 'package.json'), '{"type":"module"}');
    await writeFile(join(folder(), 'tsconfig.json'), JSON.stringify(CONFIG));
    const [complaints] = await once(forkProgram(CHILD, [folder()]), 'message');
    expect(complaints).to.equal('');
  });
});
