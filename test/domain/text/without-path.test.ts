import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { withoutPath } from '../../../src/domain/text/without-path.ts';
import { hasTransientCause } from '../../../src/domain/transient-cause.ts';

describe('withoutPath', () => {
  it('keeps what the system says of a file, but not its path', async () => {
    const error = await readFile('/nowhere/DOE_JANE.dcm').catch((cause: unknown) => withoutPath(cause));
    expect(error)
      .to.be.an('error')
      .that.includes({ code: 'ENOENT', message: 'ENOENT: no such file or directory, open' });
    expect(`${(error as Error).stack}`).not.to.include('JANE');
  });

  it('keeps whether another try may help', () => {
    const busy = Object.assign(new Error("EBUSY: resource busy, open '/a'"), {
      code: 'EBUSY',
      syscall: 'open',
      path: '/a',
    });
    expect(hasTransientCause(withoutPath(busy))).to.equal(true);
  });

  it('leaves other errors as they are', () => {
    const error = new Error('odd');
    expect(withoutPath(error)).to.equal(error);
    expect(withoutPath('odd')).to.equal('odd');
  });
});
