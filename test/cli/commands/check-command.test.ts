import { join } from 'node:path';
import { expect } from 'chai';
import { writeTree } from '../../support/file-tree.ts';
import { spinestream } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const check = (...args: readonly string[]) => spinestream(['check', ...args]);

describe('spinestream check', () => {
  const folder = temporaryFolder();

  it('has nothing against a shipped pipeline, and ends with status 0', () => {
    const { status, stdout, stderr } = check('two-stage');
    expect(stdout).to.equal('');
    expect(stderr).to.equal('1 file checked: no errors, no warnings\n');
    expect(status).to.equal(0);
  });

  it('checks experiments and lists of them beside pipelines', async () => {
    expect(check('nano', 'spinal-roi', 'split').stderr).to.equal('3 files checked: no errors, no warnings\n');
    await writeTree(folder(), {
      'mine.yaml': 'name: mine\nsteps: [{ load-serie: {} }]\nsamples: {}\n',
      'list.yaml': 'name: list\nexperiments: [spinal-ro]\n',
    });
    const { status, stdout } = check(join(folder(), 'mine.yaml'), join(folder(), 'list.yaml'));
    expect(stdout)
      .to.match(/mine\.yaml:\d+:\d+ {2}error {2}.*load-series/)
      .and.to.match(/list\.yaml:2:15 {2}error {2}.*spinal-ro/);
    expect(status).to.equal(2);
  });

  it('takes the folder of the models as run does', async () => {
    const { stdout, status } = check(
      'two-stage',
      '--models',
      join('weights', 'nano'),
      '--set',
      'networks=nano',
      '--set',
      'roi_px=48',
    );
    expect(stdout)
      .to.match(/crop-rois: resolutionPx is 48, but model "\w+" was trained on 64 /)
      .and.to.include(join('weights', 'nano', 'nano_spinal'));
    expect(status).to.equal(2);
    expect(check('nano-spinal-roi', '--models', 'elsewhere').stderr).to.equal(
      '1 file checked: no errors, no warnings\n',
    );
  });

  it('prints every diagnostic of every file, and ends with status 2', async () => {
    await writeTree(folder(), {
      'a.yaml': 'steps:\n  - load-serie: {}\n',
      'b.yaml':
        'variables: { n: 5 }\nsteps:\n  - load-series: {}\n  - select-slices: { kind: Sagittal T2, slices: "${n}", as: a }\n',
    });
    const { status, stdout, stderr } = check(join(folder(), 'a.yaml'), join(folder(), 'b.yaml'), '--json');
    const diagnostics = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(diagnostics.map(({ code, line, column }) => [code, line, column])).to.deep.equal([
      ['NAME_UNKNOWN', 2, 5],
      ['OPTION_INVALID', 4, 28],
    ]);
    expect(stderr).to.equal('');
    expect(status).to.equal(2);
  });

  it('takes variables before the files and after them', async () => {
    await writeTree(folder(), { 'a.yaml': 'variables: { n: 5, m: 5 }\nsteps:\n  - load-series: {}\n' });
    const file = join(folder(), 'a.yaml');
    const { stdout } = check('--set', 'n=x', file, '--set', 'm=y');
    expect(stdout.match(/set to "\w"/g)).to.deep.equal(['set to "x"', 'set to "y"']);
  });

  it('says that a file cannot be read, and goes on with the others', async () => {
    await writeTree(folder(), { 'a.yaml': 'steps:\n  - load-serie: {}\n' });
    const { stdout, status } = check(join(folder(), 'gone.yaml'), join(folder(), 'a.yaml'));
    const [gone = '', ...others] = stdout.trim().split('\n');
    expect(gone).to.match(/gone\.yaml:1:1 {2}error {2}cannot read this pipeline file; check the path \(ENOENT: /);
    expect(others).to.have.length(1);
    expect(status).to.equal(2);
  });
});
