import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const MAIN = fileURLToPath(new URL('../../../../src/cli/main.ts', import.meta.url));
const quantise = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', MAIN, 'quantise', ...args], { encoding: 'utf8' });

describe('spinestream quantise', function () {
  this.timeout(60_000);

  it('says what is wrong with its arguments, before it reads anything', () => {
    const { stderr, status } = quantise('models/none', '--calibrate', 'data', '--min-speedup', 'x');
    expect(stderr).to.contain('--min-speedup x: expected a number');
    expect(status).to.equal(2);
    expect(quantise('models/none').stderr).to.contain('missing --calibrate; see spinestream quantise --help');
  });
});
