import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { runCli } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EXITS = `import { defineOperator, z } from 'spinestream';
export const exits = defineOperator({
  name: 'exits', summary: 'x', options: z.strictObject({}), reads: () => [], writes: () => [], apply: () => () => process.exit(0),
});`;

describe('spinestream run', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  beforeEach(() =>
    writeTree(folder(), {
      'studies/10/a/1.dcm': dicomFixture({ set: { '0008103E': ['LO', 'AX T2'] } }),
      'studies/11/a/1.dcm': dicomFixture({ set: { '0008103E': ['LO', 'localizer'] } }),
      'studies/12/a/1.dcm': dicomFixture({ set: { '0008103E': ['LO', 'AX T2'] } }),
      'p.yaml': 'steps:\n  - load-series: {}\n',
    }),
  );

  const run = (more: readonly string[], input = '') =>
    runCli(['run', join(folder(), 'p.yaml'), '--studies', join(folder(), 'studies'), '--out', out(), ...more], {
      input,
    });
  const out = () => join(folder(), 'out');

  it('takes ids from standard input, and fails those that are none', async () => {
    const { code, err } = await run(['--ids', '-', '--json'], '12\n../../etc\n# no\n10\n');
    expect(code).to.equal(3);
    expect(err).to.include('study ../../etc failed: no such study in');
    const journal = await readFile(join(out(), 'journal.jsonl'), 'utf8');
    expect([...journal.matchAll(/"studyId":"(\d+)"/g)].map(([, id]) => id)).to.have.members(['10', '12']);
  });

  it('says that a list of ids cannot be read, before it makes a folder', async () => {
    const { code, err } = await run(['--ids', join(folder(), 'nowhere.txt')]);
    expect(code).to.equal(2);
    expect(err).to.include('nowhere.txt: cannot read this list of ids').and.to.include('because: ENOENT');
    expect(await readdir(folder())).not.to.include('out');
  });

  it('grades studies that nobody described, says so, and fails one of which it cannot tell', async () => {
    const { code, err, out: lines } = await run(['--json']);
    expect(code).to.equal(3);
    expect(err).to.include('no series descriptions: kinds of series come from DICOM headers');
    expect(err).to.match(/study 11 failed: .*localizer.*\[STUDY_WITHOUT_SERIES\]/);
    const events = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).to.deep.include({ event: 'summary' });
    expect(events.at(-1).counts).to.include({ studies: 3, failed: 1, warnings: 1 });
  });

  it('sums up in words, one warning in the singular', async () => {
    const { err } = await run([]);
    expect(err).to.match(/^3 studies, 1 failed, 1 warning \(studies: /m);
  });

  it('refuses an option without its value, and numbers that are none, before it makes a folder', async () => {
    const refusals = [
      [['--max-failures', '--json'], '--max-failures has no value; add one, or omit the option'],
      [['--ids'], '--ids has no value; add one, or omit the option'],
      [['--concurrency', 'many'], '--concurrency many: expected a number'],
      [['--concurrency', '1e6'], '--concurrency 1000000: expected an integer from 1 to 1024'],
      [['--memory-budget', 'lots'], '--memory-budget lots: expected a size in bytes, e.g. 200MB or 1.5GiB'],
    ] as const;
    const ends = await Promise.all(refusals.map(([given]) => run(given)));
    expect(ends.map(({ err, code }) => [err, code])).to.deep.equal(refusals.map(([, said]) => [`${said}\n`, 2]));
    expect(await readdir(folder())).not.to.include('out');
  });

  it('is no success where an operator ends the process', async () => {
    await writeTree(folder(), { 'p.yaml': 'plugins: [./exits.ts]\nsteps:\n  - exits: {}\n', 'exits.ts': EXITS });
    const { code, err } = await run([]);
    expect(err).to.include('ended by a call of process.exit before the work was done');
    expect(code).to.equal(1);
  });

  it('names the operator that cannot be started', async () => {
    const starts = EXITS.replace("'exits'", "'starts'").replace(
      '() => () => process.exit(0)',
      '() => { throw new Error("no") }',
    );
    await writeTree(folder(), { 'p.yaml': 'plugins: [./starts.ts]\nsteps:\n  - starts: {}\n', 'starts.ts': starts });
    const { code, err } = await run([]);
    expect(err).to.include('\nstarts: "apply" threw before the first study: no\n');
    expect(code).to.equal(2);
  });
});
