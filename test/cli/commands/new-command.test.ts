import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { newPluginFiles, writeNewPlugin } from '../../../src/cli/handlers/new-plugin/write-new-plugin.ts';
import { testPluginFile } from '../../../src/cli/handlers/test-plugin-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';

/** What the command writes, where the type checker sees it. The tests are named so that the runner of this suite passes them over. */
const FIXTURES = fileURLToPath(new URL('../fixtures/new/', import.meta.url));
const NAMES = { source: 'some-studies', operator: 'scale-stacks', output: 'count-grades' } as const;
const KINDS = ['source', 'operator', 'output'] as const;

describe('spinestream new', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const lawsOf = (name: string) => testPluginFile(join(folder(), `${name}.ts`), { timeoutMs: 10_000, json: false });

  it('says that it cannot write', async () => {
    const file = join(folder(), 'file');
    await writeFile(file, '');
    for (const [name, where] of [
      ['my-own', file],
      [`a${'-long'.repeat(60)}`, folder()],
    ] as const) {
      const { code, reason } = await rejectionOf(writeNewPlugin('operator', name, where));
      expect([code, reason.includes('--dir')]).to.deep.equal(['PLUGIN_UNWRITABLE', true]);
    }
  });

  for (const kind of KINDS) {
    it(`writes a working ${kind} and its test, and says what to do next`, async () => {
      const text = await writeNewPlugin(kind, 'my-very-own', folder());
      expect((await readdir(folder())).sort()).to.deep.equal(['my-very-own.test.ts', 'my-very-own.ts']);
      expect(text).to.include(`spinestream test-plugin ${join(folder(), 'my-very-own.ts')}`);
      expect(text).to.match(/plugins: \[\.\/my-very-own\.ts\]\n.*my-very-own: \{/s);
      const laws = await lawsOf('my-very-own');
      expect(laws.text).to.match(new RegExp(`^${kind} my-very-own\n(  ok .*\n)+keeps every law\n$`));
      expect(laws.broken).to.equal(0);
    });

    it(`writes a ${kind} that the strict type checker has nothing against`, async () => {
      const { plugin, test } = newPluginFiles(kind, NAMES[kind]);
      expect(plugin.text).to.equal(await readFile(join(FIXTURES, `${NAMES[kind]}.ts`), 'utf8'));
      expect(test.text).to.equal(await readFile(join(FIXTURES, `${NAMES[kind]}.node-test.ts`), 'utf8'));
    });

    it(`writes a test of a ${kind} that passes`, () => {
      const file = join(FIXTURES, `${NAMES[kind]}.node-test.ts`);
      const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--test', file], { encoding: 'utf8' });
      expect(stdout).to.match(/pass 2\n/);
      expect(status).to.equal(0);
    });
  }

  const taken = { source: 'every-nth', operator: 'scaled-pixels', output: 'severity-counts' } as const;
  for (const kind of KINDS)
    for (const name of ['class', 'test', taken[kind]])
      it(`writes a ${kind} that works where the name is taken in its files: ${name}`, async () => {
        await writeNewPlugin(kind, name, folder());
        expect((await lawsOf(name)).broken).to.equal(0);
      });

  it('overwrites nothing', async () => {
    await writeFile(join(folder(), 'mine.test.ts'), 'precious');
    const error = await rejectionOf(writeNewPlugin('operator', 'mine', folder()));
    expect(error.message).to.equal(
      `${join(folder(), 'mine.test.ts')}: file already exists, nothing was written; move it or choose another name`,
    );
    expect(await readdir(folder())).to.deep.equal(['mine.test.ts']);
  });

  it('refuses names that no pipeline file could use', async () => {
    for (const name of ['ClipPercentiles', 'clip_percentiles', '../clip', '2nd', 'clip-', ''])
      expect(thrownBy(() => newPluginFiles('output', name)).message).to.equal(
        `"${name}" is not a valid name for an output; expected kebab case, e.g. "clip-percentiles"`,
      );
    expect((await rejectionOf(writeNewPlugin('operator', 'crop-rois', folder()))).message).to.equal(
      'a built-in operator is already named "crop-rois"; choose another name',
    );
  });
});
