import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCli } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('spinestream demo', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();

  const demo = (...args: readonly string[]) => runCli(['demo', ...args], { cwd: folder() });

  it('runs in an empty folder with nothing of its user, and makes the same again', async () => {
    const submission = () => readFile(join(folder(), 'out/demo/results/submission.csv'), 'utf8');
    const first = await demo();
    expect(first.code, first.err).to.equal(0);
    expect(first.out).to.match(/\$ spinestream score .*\n4 studies\nscore +0\.\d{6}\n/);
    expect(existsSync(join(folder(), 'out/demo/results/report/index.html'))).to.equal(true);
    const grades = await submission();
    expect((await demo()).code).to.equal(0);
    expect(await submission()).to.equal(grades);
  });

  it('says which networks are missing, and does nothing', async () => {
    await mkdir(join(folder(), 'none'));
    const { code, err } = await demo('--models', 'none');
    expect(code).to.equal(2);
    expect(err).to.match(/^none: no nano_coord_sagt2, .* in this folder; restore weights\/nano, or/);
    expect(existsSync(join(folder(), 'out'))).to.equal(false);
  });
});
