import { expect } from 'chai';
import { batchNotice, halvedNotice } from '../../../src/cli/terminal/batch-notice.ts';

const rates = [
  { rows: 1, samplesPerSecond: 100 },
  { rows: 2, samplesPerSecond: 104.4 },
];

describe('batchNotice', () => {
  it('names the size, why it is not larger, and the measured speeds', () => {
    expect(batchNotice({ model: 'spinal', maxRows: 1, bound: 'speed', rates })).to.equal(
      'spinal: batches of up to 1 sample over studies (more are hardly faster; 1: 100/s, 2: 104/s)',
    );
    expect(batchNotice({ model: 'spinal', maxRows: 1, bound: 'error', rates: [], reason: 'no such axis' })).to.equal(
      'spinal: batches of up to 1 sample over studies (larger ones were not measured: no such axis)',
    );
  });

  it('says nothing of a size that was requested, unless it was reduced', () => {
    expect(batchNotice({ model: 'spinal', maxRows: 8, bound: 'request', rates: [] })).to.equal(undefined);
    expect(batchNotice({ model: 'spinal', maxRows: 3, bound: 'budget', rates: [] })).to.equal(
      'spinal: batches of up to 3 samples over studies (more exceed --memory-budget)',
    );
  });

  it('warns of memory that did not suffice', () => {
    expect(halvedNotice({ model: 'spinal', fold: 2, rows: 4 })).to.equal(
      'warning: out of memory in a batch of spinal, fold 2; repeated in batches of at most 4 samples; lower --batch or --concurrency [BATCH_HALVED]',
    );
  });
});
