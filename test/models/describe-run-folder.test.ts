import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describeRunFolder } from '../../src/models/describe-run-folder.ts';
import { importOnnx } from '../../src/models/external-onnx/import-onnx.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { writeRunFolder } from '../../src/models/weights/run-folder.ts';
import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { costOf } from '../../src/models/zoo/zoo-table.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { heatmapNetwork, writeOnnx } from './external-onnx/small-onnx.ts';

const ARCHITECTURE = { kind: 'foraminal', backbone: 'resnet18' } as const;
const weights = new Map([['w', { dtype: 'float32' as const, shape: [1], data: new Float32Array(1) }]]);
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('describeRunFolder', () => {
  const folder = temporaryFolder();

  it('says what the network is, which folds there are, their hashes and studies, and where they come from', async () => {
    const path = join(folder(), 'run');
    await writeRunFolder(path, {
      config: {
        name: 'run',
        architecture: ARCHITECTURE,
        input: { slices: 5, resolutionPx: 64, sizeMm: 50 },
        classes: ['a', 'b', 'c'],
        source: { format: 'untrained' },
      },
      splits: [{ fold: 2, train: ['1', '2', '3'], validation: ['4'] }],
      folds: [
        { fold: 1, which: 'last', weights },
        { fold: 2, which: 'best', weights },
        { fold: 2, which: 'last', weights },
      ],
    });
    const described = await describeRunFolder(path);
    expect(described).to.deep.include({
      name: 'run',
      architecture: ARCHITECTURE,
      classes: ['a', 'b', 'c'],
      cost: costOf(architectureOf(ARCHITECTURE, { resolutionPx: 64 })),
      source: { format: 'untrained' },
    });
    const best = sha256(join(path, 'fold2-best.safetensors'));
    expect(described.folds).to.deep.equal([
      { fold: 1, last: sha256(join(path, 'fold1-last.safetensors')) },
      { fold: 2, best, last: sha256(join(path, 'fold2-last.safetensors')), train: 3, validation: 1 },
    ]);
  });

  it('describes a model that came as ONNX', async () => {
    const runtime = await startOnnxRuntime({ threads: 1 });
    try {
      const file = writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork());
      await importOnnx(file, { role: 'keypoints', into: join(folder(), 'run'), runtime });
      const described = await describeRunFolder(join(folder(), 'run'));
      expect(described.architecture).to.deep.include({ kind: 'onnx', role: 'keypoints', file: 'maps.onnx' });
      expect(described.folds).to.deep.equal([{ fold: 1, best: sha256(file) }]);
      expect(described).to.not.have.property('cost');
    } finally {
      await runtime.close();
    }
  });

  it('refuses what is no run folder', async () => {
    expect((await rejectionOf(describeRunFolder(folder()))).code).to.equal('RUN_FOLDER_NO_CONFIG');
  });
});
