import { join } from 'node:path';
import { expect } from 'chai';
import { describeModels } from '../../../../src/cli/terminal/describe-models.ts';
import { writeRunFolder } from '../../../../src/models/weights/run-folder.ts';
import { level2Table, zooTable } from '../../../../src/models/zoo/zoo-table.ts';
import { spinestream } from '../../../support/node-program.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const weights = new Map([['w', { dtype: 'float32' as const, shape: [1], data: new Float32Array(1) }]]);

describe('spinestream models', () => {
  const folder = temporaryFolder();

  it('lists the zoo as a table', () => {
    const { stdout, stderr, status } = spinestream(['models']);
    const lines = stdout.split('\n');
    expect(lines[0]).to.match(/^kind +backbone +parameters +multiply-adds +weights +inputs$/);
    expect(lines).to.include(
      'keypoints     resnet34                         22.44 M        31.96 G   86 MiB  stack [n, 5, 512, 512]',
    );
    expect(lines).to.include(
      'spinal        resnet18                         28.65 M         5.70 G  109 MiB  sagt2, axial_centre [n, 5, 128, 128]',
    );
    expect(lines).to.have.length(zooTable().length + 4);
    expect(lines.filter((line) => line.startsWith('level_2'))).to.have.length(2);
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });

  it('gives the zoo as JSON', async () => {
    expect(JSON.parse(await describeModels({ json: true }))).to.deep.equal([...zooTable(), ...level2Table()]);
  });

  it('shows a run folder', async () => {
    const path = join(folder(), 'run');
    await writeRunFolder(path, {
      config: {
        name: 'mine',
        architecture: { kind: 'foraminal', backbone: 'resnet18' },
        input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
        classes: ['Normal/Mild', 'Moderate', 'Severe'],
        source: { format: 'untrained' },
      },
      splits: [{ fold: 1, train: ['1', '2'], validation: ['3'] }],
      folds: [{ fold: 1, which: 'best', weights }],
    });
    const text = await describeModels({ folder: path, json: false });
    expect(text.replace(/[0-9a-f]{64}/, '<hash>')).to.equal(`mine (${path})
  architecture  {"kind":"foraminal","backbone":"resnet18"}
  input         5 slices of 128 x 128 pixels, squares of 50 mm
  takes         sagt1 [n, 5, 128, 128]
  gives         logits [n, 3]
  classes       Normal/Mild, Moderate, Severe
  cost          14.32 M parameters, 2.85 G multiply-adds a sample, 55 MiB of weights a fold
  source        {"format":"untrained"}
  fold 1  best <hash>  trained on 2 studies, validated on 1
`);
    const json = JSON.parse(await describeModels({ folder: path, json: true }));
    expect(json.folds[0]).to.deep.include({ fold: 1, train: 2, validation: 1 });
  });

  it('says that a folder is none, with status 2', () => {
    const { stderr, status } = spinestream(['models', folder()]);
    expect(stderr).to.contain('no config.json');
    expect(status).to.equal(2);
  });
});
