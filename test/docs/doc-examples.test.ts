import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { keptFolder } from '../support/temporary-folder.ts';
import { checkClaim, claimedModule } from './doc-examples/claims.ts';
import type { Report } from './doc-examples/main.ts';

/** Worker threads of the examples load it, too, from folders of their own. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('doc-examples/main.ts', import.meta.url));

/** In a process of their own: examples change the working folder, and the compiler's memory goes with it. */
const checked = async (): Promise<Report> => {
  const { TMPDIR: _, ...env } = process.env; // the loader's cache is where this process has its own
  const child = fork(MAIN, [await keptFolder()], { execArgv: ['--import', TSX], env });
  const [report] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => expect.fail(`the examples ended their process with exit code ${code}`)),
  ]);
  return report;
};

describe('examples in doc comments', function () {
  this.timeout(600_000);

  let report: Report;
  before(async () => {
    report = await checked();
  });

  it('stand with every public value; types, too, have a description', () => {
    expect(report.values).to.be.above(130);
    expect(report.undescribed).to.deep.equal([]);
    expect(report.withoutExample).to.deep.equal([]);
  });

  it('compile against the public types', () => {
    expect(report.complaints).to.deep.equal([]);
  });

  it('give the results that they claim, and claim one each', () => {
    expect(report.failures).to.deep.equal([]);
  });
});

describe('the check of examples', () => {
  const failure = async (work: () => unknown, claim: string): Promise<string> =>
    checkClaim(work, claim).then(
      () => 'none',
      ({ message }) => message,
    );

  it('compares a value with the comment behind it', async () => {
    expect(await failure(() => [1, { a: 'b' }], "[1, { a: 'b' }]")).to.equal('none');
    expect(await failure(async () => 0.5, '0.5')).to.equal('none');
    expect(await failure(() => Float32Array.of(1 / 3), 'Float32Array(1) [0.333...]')).to.equal('none');
    expect(await failure(() => [1, 2], '[1, 3]')).to.equal('claimed: [1, 3]\n  gave:    [1, 2]');
    expect(await failure(() => 15, '1.5')).to.match(/^claimed: 1\.5/);
  });

  it('knows errors by their codes', async () => {
    const thrown = () => Promise.reject(Object.assign(new Error('no'), { code: 'LOST' }));
    expect(await failure(thrown, 'throws LOST')).to.equal('none');
    expect(await failure(thrown, 'throws FOUND')).to.match(/gave: {4}throws LOST$/);
    expect(await failure(() => 1, 'throws LOST')).to.match(/gave: {4}1$/);
  });

  it('takes comments for claims only behind expressions', () => {
    const text = "import { a } from 'x';\nconst b = a; // why\n// so\nb;\n(await b).c; // 1\n";
    expect(claimedModule(text, 'check', (name) => `${name}!`)).to.deep.equal({
      claims: 1,
      code: [
        'import { checkClaim } from "check";',
        'import { a } from "x!";',
        'const b = a;',
        'b;',
        'await checkClaim(async () => ((await b).c), "1");',
      ].join('\n'),
    });
  });
});
