import { expect } from 'chai';
import { reportFailure } from '../../../src/cli/process/report-failure.ts';
import { SpineError } from '../../../src/domain/spine-error.ts';

describe('reportFailure', () => {
  const statusOf = (error: unknown): number | string | null | undefined => {
    const [status, write] = [process.exitCode, process.stderr.write];
    process.stderr.write = () => true;
    try {
      reportFailure(error);
      return process.exitCode;
    } finally {
      process.stderr.write = write;
      process.exitCode = status;
    }
  };

  it('writes what steers a terminal as text, line by line', () => {
    const [status, write] = [process.exitCode, process.stderr.write];
    let text = '';
    process.stderr.write = (chunk: string | Uint8Array) => {
      text += String(chunk);
      return true;
    };
    try {
      const cause = new Error('a \u001b]0;title\u0007');
      reportFailure(
        new SpineError({ code: 'X', reason: 'first\nsecond \u001b[31m', where: { studyId: '\u001b[2J' }, cause }),
      );
    } finally {
      process.stderr.write = write;
      process.exitCode = status;
    }
    expect(text).to.equal('study \\u001b[2J: first\nsecond \\u001b[31m\n  because: a \\u001b]0;title\\u0007\n');
  });

  it('tells by the exit status who has to do something', () => {
    const raised = (code: string) => new SpineError({ code, reason: 'so' });
    expect(statusOf(raised('ARGUMENT_INVALID'))).to.equal(2);
    expect(statusOf(raised('INTERRUPTED'))).to.equal(130);
    expect(statusOf(raised('UNEXPECTED'))).to.equal(1);
    expect(statusOf('a text')).to.equal(1);
  });
});
