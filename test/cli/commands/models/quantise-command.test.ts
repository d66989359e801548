import { expect } from 'chai';
import { spinestream } from '../../../support/node-program.ts';

const quantise = (...args: readonly string[]) => spinestream(['quantise', ...args]);

describe('spinestream quantise', function () {
  this.timeout(60_000);

  it('says what is wrong with its arguments, before it reads anything', () => {
    const { stderr, status } = quantise('models/none', '--calibrate', 'data', '--min-speedup', 'x');
    expect(stderr).to.contain('--min-speedup x: expected a number');
    expect(status).to.equal(2);
    expect(quantise('models/none').stderr).to.contain('missing --calibrate; see spinestream quantise --help');
  });
});
