import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ImportArguments } from '../../../../src/cli/commands/models/import-command.ts';
import { importFromCommandLine } from '../../../../src/cli/handlers/import-from-command-line.ts';
import { loadFold, readRunFolder } from '../../../../src/models/weights/run-folder.ts';
import { writeSafetensors } from '../../../../src/models/weights/safetensors/safetensors.ts';
import { architectureOf } from '../../../../src/models/zoo/architecture.ts';
import { backboneNetwork } from '../../../../src/models/zoo/backbone-network.ts';
import { initialWeights } from '../../../../src/models/zoo/initial-weights.ts';
import { heatmapNetwork, writeOnnx } from '../../../models/external-onnx/small-onnx.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { goldenPath, goldensPresent } from '../../../support/goldens.ts';
import { spinestream } from '../../../support/node-program.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';

const SPINAL = '{"kind":"spinal","backbone":"resnet18","hidden":8}';

describe('spinestream import', () => {
  const folder = temporaryFolder();
  const given = (source: string, more: Partial<ImportArguments> = {}): ImportArguments => ({
    source,
    out: join(folder(), 'run'),
    seed: 42,
    overwrite: false,
    ...more,
  });

  it('takes an ONNX file, once it knows its role and names', async () => {
    const path = writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork({ input: 'x' }));
    const out = join(folder(), 'run');
    const refused = spinestream(['import', path, '--role', 'keypoints', '--out', out]);
    expect(refused.stderr).to.contain('if they correspond, map them: --input stack=x\n');
    expect(refused.status).to.equal(2);
    const taken = spinestream(['import', path, '--role', 'keypoints', '--input', 'stack=x', '--out', out]);
    expect(taken.stdout).to.equal(`${out}: onnx, fold 1\n`);
    expect(taken.status).to.equal(0);
  });

  it('asks for the role of an ONNX file', async () => {
    const path = writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork());
    const error = await rejectionOf(importFromCommandLine(given(path)));
    expect(error.code).to.equal('ROLE_NEEDED');
    expect(error.reason).to.equal(
      'an ONNX file does not say what it is for; name the kind of model that it stands in for with --role (see spinestream import --help)',
    );
  });

  it('takes some folds of a run folder, and says where folds have no sense', async () => {
    const file = join(folder(), 'one.pt');
    await writeFile(file, '');
    const wrong = await rejectionOf(importFromCommandLine(given(folder(), { folds: '1,x' })));
    expect(wrong.reason).to.equal('--folds 1,x: expected whole numbers from 1 with commas between them, such as 1,3');
    const single = await rejectionOf(importFromCommandLine(given(file, { folds: '1' })));
    expect(single.reason).to.match(/^--folds chooses among the checkpoints of a run folder, but this is a file/);
    if (!goldensPresent) return;
    const source = goldenPath('torch-checkpoints', 'models', 'rsna-2024-foraminal_roi_20240930_120000');
    const missing = await rejectionOf(importFromCommandLine(given(source, { folds: '9' })));
    expect(missing.reason).to.match(/^no checkpoint of fold 9 \(found: 1, 2, 3, 4, 5\), requested by --folds; /);
  });

  it('says how a mapping is written', async () => {
    const path = writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork());
    const error = await rejectionOf(importFromCommandLine(given(path, { role: 'keypoints', input: ['x'] })));
    expect(error.reason).to.equal('--input x: expected key=value, such as --input stack=input.1');
  });

  it('takes an ImageNet checkpoint to start training from', async () => {
    const file = join(folder(), 'imagenet.safetensors');
    const backbone = backboneNetwork({ kind: 'spinal', backbone: 'resnet18', inChannels: 3 }, { resolutionPx: 32 });
    await writeSafetensors(file, filledWeights(backbone));
    const out = join(folder(), 'run');
    const { stdout, status } = spinestream([
      'import',
      file,
      '--as-initialisation',
      SPINAL,
      '--seed',
      '3',
      '--out',
      out,
    ]);
    expect(stdout).to.equal(`${out}: spinal, fold 1\n`);
    expect(status).to.equal(0);
    const { config } = await readRunFolder(out);
    expect(config.input).to.deep.equal({ slices: 5, resolutionPx: 128, sizeMm: 50 });
    expect(config.source).to.deep.include({ seed: 3, backbone: 'resnet18' });
  });

  it('takes an ImageNet checkpoint into a folder of pretrained backbones', async () => {
    const file = join(folder(), 'imagenet.safetensors');
    const backbone = backboneNetwork({ kind: 'spinal', backbone: 'resnet18', inChannels: 3 }, { resolutionPx: 32 });
    await writeSafetensors(file, filledWeights(backbone));
    const out = join(folder(), 'pretrained');
    const { stdout, status } = spinestream(['import', file, '--backbone', 'resnet18', '--out', out]);
    expect(stdout).to.match(/pretrained\/resnet18\.safetensors: SHA-256 of the source [0-9a-f]{64}\n$/);
    expect(status).to.equal(0);
    expect(spinestream(['import', file, '--backbone', 'resnet81', '--out', out]).stderr).to.contain('resnet81');
    expect(spinestream(['import', '--out', out]).stderr).to.contain(
      'import needs a run folder or a file, or --backbone',
    );
  });

  it('says which weights of a file it took, and takes the ones that are named', async () => {
    const architecture = '{"kind":"foraminal","backbone":"resnet10_nano","hidden":8}';
    const network = architectureOf({ kind: 'foraminal', backbone: 'resnet10_nano', hidden: 8 }, { resolutionPx: 64 });
    const plain = filledWeights(network);
    const averaged = initialWeights(network, { seed: 1 });
    const file = join(folder(), 'both.safetensors');
    await writeSafetensors(
      file,
      new Map([...plain, ...[...averaged].map(([name, one]) => [`ema.${name}`, one] as const)]),
    );
    const out = join(folder(), 'run');
    const { stderr } = spinestream(['import', file, '--architecture', architecture, '--out', out]);
    expect(stderr).to.contain(
      'both.safetensors: did not take "ema", which hold weights of this network, too; --entry chooses',
    );
    expect(await loadFold(await readRunFolder(out), 1)).to.eql(plain);
    spinestream(['import', file, '--architecture', architecture, '--out', out, '--entry', 'ema', '--overwrite']);
    expect(await loadFold(await readRunFolder(out), 1)).to.eql(averaged);
  });

  it('asks for the architecture of a single file', async () => {
    const file = join(folder(), 'weights.safetensors');
    await writeSafetensors(file, new Map());
    const error = await rejectionOf(importFromCommandLine(given(file)));
    expect(error.code).to.equal('ARCHITECTURE_NEEDED');
  });

  it('shows what JSON it wants, and the nearest name of an unknown backbone', async () => {
    const file = join(folder(), 'weights.safetensors');
    await writeSafetensors(file, new Map());
    const malformed = await rejectionOf(importFromCommandLine(given(file, { asInitialisation: '[1]' })));
    expect(malformed.code).to.equal('ARCHITECTURE_MALFORMED');
    expect(malformed.reason).to.equal(
      '--as-initialisation [1]: expected JSON such as {"kind":"foraminal","backbone":"resnet18"}',
    );
    const architecture = '{"kind":"spinal","backbone":"convnext_nan"}';
    const unknown = await rejectionOf(importFromCommandLine(given(file, { architecture })));
    expect(unknown.reason).to.contain('did you mean "convnext_nano"?');
  });

  it('says that there is nothing to import', async () => {
    const error = await rejectionOf(importFromCommandLine(given(join(folder(), 'absent.pt'))));
    expect(error.code).to.equal('IMPORT_SOURCE_MISSING');
  });
});
