import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { testPluginFile } from '../../../src/cli/handlers/test-plugin-file.ts';
import { writeTree } from '../../support/file-tree.ts';
import { spinestream } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const GOOD = fileURLToPath(new URL('../../../examples/clip-percentiles.ts', import.meta.url));

const FORGETFUL = `
import { adding, defineOperator, z } from 'spinestream';
export const forgetful = defineOperator({
  name: 'forgetful', summary: 'x', options: z.strictObject({}),
  example: { options: {}, study: () => ({ study: { id: '1', series: [] }, entries: new Map(), warnings: [] }) },
  reads: () => ['series'], writes: () => ['custom.a'], apply: () => () => adding('custom.a', 1),
});`;

describe('spinestream test-plugin', () => {
  const folder = temporaryFolder();

  it('prints a line for each law', async () => {
    const { text, broken } = await testPluginFile(GOOD, { timeoutMs: 5000, json: false });
    expect(broken).to.equal(0);
    expect(text.split('\n').slice(0, 4)).to.deep.equal([
      'operator clip-percentiles',
      '  ok    has a name of its own',
      '  ok    has an example',
      '  ok    describes its options, with defaults that fit, and refuses others',
    ]);
  });

  it('prints results as JSON', async () => {
    const { text } = await testPluginFile(GOOD, { timeoutMs: 5000, json: true });
    const [tested] = JSON.parse(text);
    expect(tested).to.include({ kind: 'operator', name: 'clip-percentiles' });
    expect(tested.results[1]).to.deep.equal({ law: 'has an example', outcome: 'kept', complaints: [] });
  });

  it('prints what was found under a broken law, and ends with status 2', async () => {
    await writeTree(folder(), { 'forgetful.ts': FORGETFUL });
    const { status, stdout } = spinestream(['test-plugin', join(folder(), 'forgetful.ts')]);
    expect(stdout).to.include(
      '  FAIL  reads what it declares\n          "reads" names "series", which the example never reads\n',
    );
    expect(stdout).to.match(/breaks 1 of 15 laws\n$/);
    expect(status).to.equal(2);
  });

  it('says where an error was thrown that nobody made on purpose', async () => {
    const broken = FORGETFUL.replace("adding('custom.a', 1)", "\n    adding('custom.a', [].at(0).length)");
    await writeTree(folder(), { 'broken.ts': broken });
    const { text } = await testPluginFile(join(folder(), 'broken.ts'), { timeoutMs: 5000, json: false });
    expect(text).to.match(/FAIL {2}runs its own example\n +failed: .*undefined.* \(broken\.ts:7:\d+\)\n/);
  });

  it('is no success where the file ends the process', async () => {
    await writeTree(folder(), { 'exits.ts': 'process.exit(0);' });
    const { status, stderr } = spinestream(['test-plugin', join(folder(), 'exits.ts')]);
    expect(stderr).to.equal('ended by a call of process.exit before the work was done; no plugin may do that\n');
    expect(status).to.equal(1);
  });

  const runOn = async (name: string, content: string) => {
    await writeTree(folder(), { [name]: content });
    return spinestream(['test-plugin', join(folder(), name), '--timeout', '1']);
  };

  it('finds an error that nothing catches, and does not wait for what a plugin left running', async () => {
    const late = "async () => { throw new Error('late'); }";
    const { status, stdout } = await runOn(
      'late.ts',
      FORGETFUL.replace(
        '() => adding(',
        `() => { setInterval(() => {}, 1000); void (${late})(); return adding(`,
      ).replace(', 1),', ', 1); },'),
    );
    expect(stdout).to.match(
      /FAIL {2}leaves no error behind\n +an error that nothing catches: late \(late\.ts:6:\d+\); await every promise/,
    );
    expect(status).to.equal(2);
  });

  it('says that a plugin blocks the event loop, and ends', async () => {
    const { signal, stderr } = await runOn(
      'busy.ts',
      FORGETFUL.replace("() => adding('custom.a', 1)", '() => { for (;;); }'),
    );
    expect(stderr).to.include('operator forgetful blocks the event loop: nothing else could run for 3 s');
    expect(signal).to.equal('SIGKILL');
  });

  it('breaks a law where the name is one of the product', async () => {
    await writeTree(folder(), { 'taken.ts': FORGETFUL.replaceAll("'forgetful'", "'crop-rois'") });
    const { text } = await testPluginFile(join(folder(), 'taken.ts'), { timeoutMs: 5000, json: false });
    expect(text).to.include(
      '  FAIL  has a name of its own\n          the product has a built-in operator "crop-rois"; choose another name\n',
    );
  });
});
