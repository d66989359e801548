import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { LOCATIONS } from '../../src/domain/vocabulary.ts';
import { cliPath, runCli } from '../support/node-program.ts';
import { keptFolder } from '../support/temporary-folder.ts';

describe('the command line', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await keptFolder();
  });

  it('shows its commands, and examples of each', async () => {
    const [all, run] = await Promise.all([runCli(['--help']), runCli(['run', '--help'])]);
    expect(all).to.include({ code: 0 });
    expect(all.out).to.include('not a medical device').and.to.include('spinestream run <pipeline>');
    expect(run.out).to.include('Examples:').and.to.include('--concurrency');
  });

  it('does not mind that nobody reads what it prints', async () => {
    const child = spawn(process.execPath, [cliPath(), 'operators'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, err]).to.eql([0, '']);
  });

  it('ends with 2 and one clear line where something given is wrong', async () => {
    const wrong = [
      [['rum'], 'unknown command "rum"; did you mean "run"? see spinestream --help'],
      [['xyzzy', '--out', 'o'], 'unknown command "xyzzy"; see spinestream --help'],
      [['run', 'two-stage'], 'missing --out'],
      [['run', 'two-stage', '-out', join(folder, 'o')], 'unknown option -out; did you mean "--out"?'],
      [['run', 'two-stage', '-o', join(folder, 'o')], 'unknown option -o; did you mean "--out" or "--overwrite"?'],
      [['run', 'two-stage', '--out', join(folder, 'o'), '-thread', '2'], 'did you mean "--threads"?'],
      [['phantom', '--studies', '1', '--out', join(folder, 'o'), '--difficulty', 'haard'], 'did you mean "hard"?'],
      [['run', 'two-stage', '--studies', '/nowhere', '--out', join(folder, 'o')], 'cannot list this folder of studies'],
      [
        ['run', 'two-stage', '--studies', folder, '--out', join(folder, 'o'), '--concurrency', '0'],
        '--concurrency 0: expected an integer from 1 to 1024',
      ],
      [['phantom', '--studies', '1', '--studies', '1', '--out', join(folder, 'o')], '--studies given more than once'],
      [['run', 'two-stag', '--studies', folder, '--out', join(folder, 'o')], 'did you mean "two-stage"?'],
    ] as const;
    const ended = await Promise.all(wrong.map(([args]) => runCli([...args])));
    for (const [index, [, message]] of wrong.entries()) {
      expect(ended[index]!.err, message).to.include(message);
      expect(ended[index]!.code, message).to.equal(2);
      expect(ended[index]!.err).not.to.match(/\n\s+at /);
    }
  });

  it('takes "help run" for "run --help"', async () => {
    const [asked, usual] = [await runCli(['help', 'run']), await runCli(['run', '--help'])];
    expect(asked).to.include({ code: 0, out: usual.out });
    expect(asked.out).to.match(/^spinestream run <pipeline>\n/);
  });

  it('scores a submission against the truth, with a byte order mark, quotes and CRLF', async () => {
    const [truth, submission] = [join(folder, 'truth.csv'), join(folder, 'submission.csv')];
    const labels = LOCATIONS.map((_, index) =>
      index % 4 === 0 ? '"Severe"' : index % 4 === 1 ? 'Moderate' : index === 2 ? '' : 'Normal/Mild',
    );
    await writeFile(
      truth,
      `\uFEFF"study_id",${LOCATIONS.join(',')}\r\n7,${labels.join(',')}\r\n8,${LOCATIONS.map(() => 'Normal/Mild').join(',')}\r\n`,
    );
    const rows = ['7', '8'].flatMap((study) => LOCATIONS.map((location) => `${study}_${location},0.5,0.25,0.25`));
    await writeFile(submission, ['row_id,normal_mild,moderate,severe', ...rows, ''].join('\n'));
    const { code, out } = await runCli(['score', '--truth', truth, '--submission', submission, '--json']);
    expect(code).to.equal(0);
    const score = JSON.parse(out);
    expect(score).to.include({ studies: 2, missingLabels: 1, anySevereDegenerate: false });
    // two of five spinal locations of study 7 are severe or moderate: p = 0.25 each; the others have p = 0.5
    expect(score.spinal).to.be.closeTo((2 * 4 * Math.log(4) + 2 * Math.log(4) + 7 * Math.LN2) / (8 + 2 + 7), 1e-6);
  });

  it('says which columns a file lacks', async () => {
    const file = join(folder, 'no-columns.csv');
    await writeFile(file, 'a,b\n1,2\n');
    const { code, err } = await runCli(['score', '--truth', file, '--submission', file]);
    expect(code).to.equal(2);
    expect(err).to.include('no column "row_id", "normal_mild", "moderate", "severe"');
    expect(await readFile(file, 'utf8')).to.equal('a,b\n1,2\n');
  });
});
