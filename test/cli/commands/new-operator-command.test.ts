import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { newOperatorFiles } from '../../../src/cli/handlers/new-operator-files.ts';
import { testPluginFile } from '../../../src/cli/handlers/test-plugin-file.ts';
import { writeNewOperator } from '../../../src/cli/handlers/write-new-operator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';

/** What the command writes, where the type checker sees it. The test is named so that the runner of this suite passes it over. */
const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

describe('spinestream new-operator', () => {
  const folder = temporaryFolder();

  it('writes an operator and its test, and says what to do next', async () => {
    const text = await writeNewOperator('scale-stacks', folder());
    expect((await readdir(folder())).sort()).to.deep.equal(['scale-stacks.test.ts', 'scale-stacks.ts']);
    expect(text).to.include(`spinestream test-plugin ${join(folder(), 'scale-stacks.ts')}`);
    expect(text).to.include('plugins: [./scale-stacks.ts]');
  });

  it('writes an operator that keeps every law', async () => {
    await writeNewOperator('my-very-own', folder());
    const { text, broken } = await testPluginFile(join(folder(), 'my-very-own.ts'), { timeoutMs: 5000, json: false });
    expect(text).to.match(/keeps every law\n$/);
    expect(broken).to.equal(0);
  });

  for (const name of ['class', 'scaled-pixels', 'test'])
    it(`writes a file that works where the name is taken in it: ${name}`, async () => {
      await writeNewOperator(name, folder());
      const { broken } = await testPluginFile(join(folder(), `${name}.ts`), { timeoutMs: 5000, json: false });
      expect(broken).to.equal(0);
    });

  it('writes what the strict type checker has nothing against', async () => {
    const { operator, test } = newOperatorFiles('scale-stacks');
    expect(operator.text).to.equal(await readFile(join(FIXTURES, 'scale-stacks.ts'), 'utf8'));
    expect(test.text).to.equal(await readFile(join(FIXTURES, 'scale-stacks.node-test.ts'), 'utf8'));
  });

  it('writes a test that passes', () => {
    const file = join(FIXTURES, 'scale-stacks.node-test.ts');
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--test', file], { encoding: 'utf8' });
    expect(stdout).to.match(/pass 2\n/);
    expect(status).to.equal(0);
  });

  it('overwrites nothing', async () => {
    await writeFile(join(folder(), 'mine.test.ts'), 'precious');
    const error = await rejectionOf(writeNewOperator('mine', folder()));
    expect(error.message).to.equal(
      `${join(folder(), 'mine.test.ts')}: this file exists already, and nothing was written; move it away, or choose another name`,
    );
    expect(await readdir(folder())).to.deep.equal(['mine.test.ts']);
  });

  it('refuses names that no pipeline file could use', async () => {
    for (const name of ['ClipPercentiles', 'clip_percentiles', '../clip', '2nd', 'clip-', ''])
      expect(thrownBy(() => newOperatorFiles(name)).message).to.equal(
        `"${name}" is no name for an operator, expected kebab-case words such as "clip-percentiles"`,
      );
    expect((await rejectionOf(writeNewOperator('crop-rois', folder()))).message).to.equal(
      'there is a built-in operator "crop-rois"; choose another name',
    );
  });
});
