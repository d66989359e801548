import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeRunFolder } from '../../../../src/models/weights/run-folder.ts';
import { architectureOf } from '../../../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { spinestream } from '../../../support/node-program.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ARCHITECTURE = { kind: 'foraminal', backbone: 'resnet18', hidden: 4, slices: 1 } as const;

describe('spinestream export', () => {
  const folder = temporaryFolder();

  it('writes a file a fold, says which, and refuses to do it twice', async () => {
    const run = join(folder(), 'run');
    const weights = filledWeights(architectureOf(ARCHITECTURE, { resolutionPx: 32 }));
    await writeRunFolder(run, {
      config: { name: 'small', architecture: ARCHITECTURE, input: { slices: 1, resolutionPx: 32 } },
      folds: [1, 2].map((fold) => ({ fold, which: 'best', weights })),
    });
    const out = join(folder(), 'out');
    const first = spinestream(['export', run, '--to', 'onnx', '--fold', '2', '--out', out]);
    expect(first.stderr).to.equal('1/1 small-fold2.onnx\n');
    expect(first.stdout).to.match(/small-fold2\.onnx {2}sha256 [0-9a-f]{64}\n$/);
    expect(first.status).to.equal(0);
    expect(existsSync(join(out, 'small-fold2.onnx'))).to.equal(true);

    const again = spinestream(['export', run, '--to', 'safetensors', '--out', out]);
    expect(again.stderr).to.contain('the folder is not empty');
    expect(again.status).to.equal(2);
  });
});
