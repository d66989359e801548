import { join } from 'node:path';
import { expect } from 'chai';
import type { ValidationSample } from '../../../src/training/run/callbacks/events.ts';
import { trainKeypoints } from '../../support/keypoint-training.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { toyEngine } from './toy-engine.ts';

describe('onSample', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  it('has one sample of every epoch, and none once the answers are not finite', async () => {
    const samples: ValidationSample[] = [];
    const training = trainKeypoints({
      ...{ folder: join(folder(), 'training'), studies: 4, resolutionPx: 32, epochs: 3 },
      callbacks: [{ onSample: (sample) => void samples.push(sample) }],
      startEngine: toyEngine({ validationLoss: (step) => (step === 1 ? 0.5 : Number.NaN) }),
    });
    expect((await rejectionOf(training)).code).to.equal('VALIDATION_NOT_FINITE');
    expect(samples.map(({ epoch, input }) => [epoch, input.shape])).to.deep.equal([[1, [3, 32, 32]]]);
  });
});
