import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { writeGradedRun } from '../support/graded-run.ts';
import { CHALLENGE_STUDIES } from '../support/graded-table.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('../../bench/evaluate-child.ts', import.meta.url));
const MAX_MB = 500;
/** Of a processor that others share; "npm run bench -- evaluate" shows the 15 s that it takes at most when it is alone. */
const MAX_SECONDS = 45;

describe('an evaluation as large as the challenge', function () {
  this.timeout(600_000);
  const folder = temporaryFolder();

  it('has every figure in bounded memory and time', async () => {
    await writeGradedRun(folder(), CHALLENGE_STUDIES);
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', CHILD, folder()], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    const found = JSON.parse(stdout);
    // nine groupings: condition, level, side, seen, and five columns; grades and labels, each of them and the reader, in six groups
    expect(found).to.include({ confidence: 'fitted', groupings: 9, agreements: 18, against: CHALLENGE_STUDIES });
    expect(found.peakMb).to.be.below(MAX_MB);
    expect(found.cpuSeconds).to.be.below(MAX_SECONDS);
    const figures = ['score', 'locations', 'confusion', 'roc', 'precision-recall', 'calibration', 'risk-coverage'];
    for (const name of [...figures, 'referral', 'confidence', 'subgroups', 'agreement', 'against'])
      expect(existsSync(join(folder(), 'evaluation', `evaluation-${name}.csv`)), name).to.equal(true);
    expect(existsSync(join(folder(), 'evaluation', 'calibration.json'))).to.equal(true);
  });
});
