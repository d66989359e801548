import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';
import { keptFolder } from '../support/temporary-folder.ts';
import { thrownBy } from '../support/thrown-by.ts';
import { checkClaim, claimedModule } from './doc-examples/claims.ts';
import type { Report } from './doc-examples/main.ts';

const MAIN = fileURLToPath(new URL('doc-examples/main.ts', import.meta.url));

const checked = async (): Promise<Report> => {
  const child = fork(MAIN, [await keptFolder()], { execArgv: ['--import', import.meta.resolve('tsx')] });
  const [report] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => expect.fail(`the examples ended their process with exit code ${code}`)),
  ]);
  return report;
};

describe('examples in doc comments', function () {
  this.timeout(300_000);

  let report: Report;
  before(async () => {
    report = await checked();
  });

  it('stand with every public value', () => {
    expect(report.values).to.be.above(120);
    expect(report.undescribed, 'without a description').to.deep.equal([]);
    expect(report.withoutExample, 'without an @example').to.deep.equal([]);
  });

  it('compile against the public types', () => {
    expect(report.complaints).to.deep.equal([]);
  });

  it('give the results that they claim, and claim one each', () => {
    expect(report.failures).to.deep.equal([]);
  });
});
