import { appendFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { exportCard } from '../../../src/evaluation/card/export-card.ts';
import { importOnnx } from '../../../src/models/external-onnx/import-onnx.ts';
import { startOnnxRuntime } from '../../../src/models/runtime/onnx/onnx-runtime.ts';
import { sha256OfFile } from '../../../src/models/sha256-of-file.ts';
import { heatmapNetwork, writeOnnxWithData } from '../../models/external-onnx/small-onnx.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const NANO = fileURLToPath(new URL('../../../weights/nano', import.meta.url));
const WEIGHTS = await sha256OfFile(`${NANO}/nano_subarticular/fold1-best.safetensors`);

/** The mandatory keys of the MONAI Bundle Specification (docs.monai.io/en/latest/mb_specification.html), and their types. */
const text = z.string().min(1);
const tensor = z.object({
  type: z.enum(['image', 'series', 'tuples', 'probabilities']),
  format: text,
  modality: text,
  num_channels: z.int().positive(),
  spatial_shape: z.array(z.union([z.int().positive(), z.string()])),
  dtype: text,
  value_range: z.array(z.number()),
  is_patch_data: z.boolean(),
  channel_def: z.record(z.string().regex(/^\d+$/), text),
});
const MONAI_METADATA = z.object({
  version: text,
  monai_version: text,
  pytorch_version: text,
  numpy_version: text,
  optional_packages_version: z.record(z.string(), z.string()),
  required_packages_version: z.record(z.string(), z.string()),
  task: text,
  description: text,
  authors: text,
  copyright: text,
  network_data_format: z.object({
    inputs: z.record(z.string(), tensor),
    outputs: z.record(z.string(), tensor),
  }),
});

const estimate = { value: 0.25, low: 0.125, high: 0.5 };
const EVALUATION = {
  format: 'spinestream-evaluation-1',
  spinestream: '0.1.0',
  unseen: 'checked',
  inputs: [{ name: 'out', pipeline: 'demo', studies: 50 }],
  grades: {
    studies: 50,
    scores: { asNormal: { score: estimate }, leftOut: { score: estimate, spinal: estimate } },
    metrics: [{ name: 'accuracy', title: 'Accuracy', estimate: { value: 0.9375, low: 0.875, high: 0.96875 } }],
    calibration: { confidence: [{ conditions: 'all', expectedCalibrationError: 0.03125 }] },
  },
  subgroups: [
    {
      by: 'field_strength',
      groups: [{ group: '3 T', studies: 20, locations: 500, accuracy: estimate, logLoss: estimate }],
    },
  ],
};

const runOf = (sha256: string) => ({
  pipeline: { name: 'demo', definition: { models: [] } },
  options: { studies: 'data' },
  source: {},
  models: [{ name: 'subarticular', folds: [{ fold: 1, sha256 }] }],
  counts: { failed: 0 },
});

describe('exportCard', () => {
  const folder = temporaryFolder();
  const card = (...parts: string[]): string => join(folder(), 'card', ...parts);
  const read = (name: string) => readFile(card(name), 'utf8');
  const written = async (evaluation: object, run?: object): Promise<string> => {
    await mkdir(join(folder(), 'out'), { recursive: true });
    await writeFile(join(folder(), 'out', 'evaluation.json'), JSON.stringify(evaluation));
    if (run !== undefined) await writeFile(join(folder(), 'out', 'run.json'), JSON.stringify(run));
    return join(folder(), 'out');
  };

  it('copies the weights as they are, and no list of studies', async () => {
    const files = await exportCard(join(NANO, 'nano_subarticular'), { into: card() });
    const names = (await readdir(card(), { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    expect(names.length).to.equal(files.length);
    expect(files.map(({ file }) => file)).to.include.members(['fold1-best.safetensors', 'image-statistics.json']);
    expect(await sha256OfFile(card('fold1-best.safetensors'))).to.equal(WEIGHTS);
    const ids = (await readFile(join(NANO, 'nano_subarticular', 'splits.csv'), 'utf8')).match(/^\d+/gm)!;
    for (const name of ['README.md', 'docs/README.md', 'configs/metadata.json', 'config.json', 'history.jsonl'])
      for (const id of ids) expect((await read(name)).includes(id), `${name} names a study`).to.equal(false);
  });

  it('copies the weights beside an imported ONNX file, and the record of int8 networks', async () => {
    const [source, into] = [join(folder(), 'source'), join(folder(), 'foreign')];
    await mkdir(source);
    const runtime = await startOnnxRuntime({ threads: 1 });
    try {
      await importOnnx(writeOnnxWithData(source, heatmapNetwork()), { role: 'keypoints', into, runtime });
    } finally {
      await runtime.close();
    }
    await writeFile(join(into, 'quantisation.json'), '{}');
    const files = (await exportCard(into, { into: card() })).map(({ file }) => file);
    expect(files).to.include.members(['model.onnx', 'head.weight', 'head.bias', 'quantisation.json']);
  });

  it('states how far the features of training studies are, and copies their record', async () => {
    await exportCard(join(NANO, 'nano_foraminal'), { into: card() });
    expect(await read('README.md')).to.match(
      /\| 1 \| \d+ training studies \| \d+ validation studies \| [\d.]+ \| [\d.]+ \| [\d.]+ \|/,
    );
    expect(await readdir(card())).to.include('fold1-features.json');
  });

  it('names a line of the history that a killed training left unfinished', async () => {
    const killed = join(folder(), 'killed');
    await cp(join(NANO, 'nano_subarticular'), killed, { recursive: true });
    await appendFile(join(killed, 'history.jsonl'), '{"fold":1,"ep');
    const error = await rejectionOf(exportCard(killed, { into: card() }));
    expect(error.code).to.equal('CARD_HISTORY_INVALID');
    expect(error.message).to.match(/history\.jsonl: line \d+ is not JSON/);
  });

  it('states what is unknown as not recorded', async () => {
    await exportCard(join(NANO, 'nano_subarticular'), { into: card() });
    const page = await read('README.md');
    for (const one of ['Metrics', 'Calibration', 'Subgroups', 'Source', 'Licence', 'Authors'])
      expect(page).to.include(`${one}: not recorded`);
    expect(page).to.include('not for clinical use').and.to.include('240 studies').and.to.include(WEIGHTS);
    const { license, ...front } = parse(page.split('---\n')[1]!);
    expect(license).to.equal(undefined);
    expect(front).to.include({ library_name: 'spinestream', pipeline_tag: 'image-classification' });
    expect(front['model-index']).to.equal(undefined);
  });

  it('shows metrics with intervals, calibration and subgroups of an evaluation', async () => {
    const evaluation = await written(EVALUATION, runOf(WEIGHTS));
    await exportCard(join(NANO, 'nano_subarticular'), {
      into: card(),
      evaluation,
      license: 'cc-by-4.0',
      authors: 'A. B.',
    });
    const page = await read('README.md');
    expect(page).to.include('| Accuracy | 0.938 (0.875 to 0.969) |');
    expect(page).to.include('| field strength | 3 T | 20 | 500 | 0.250 (0.125 to 0.500) | 0.250 (0.125 to 0.500) |');
    expect(page).to.include('| All conditions | 0.031 |').and.to.include('Licence: cc-by-4.0');
    const front = parse(page.split('---\n')[1]!);
    expect(front.license).to.equal('cc-by-4.0');
    expect(front['model-index'][0].results[0].metrics[1]).to.deep.equal({
      name: 'Accuracy',
      type: 'accuracy',
      value: 0.9375,
    });
    expect(JSON.parse(await read('configs/metadata.json')).eval_metrics).to.deep.equal({
      weighted_log_loss: 0.25,
      accuracy: 0.9375,
    });
  });

  it('refuses an evaluation of other weights, and states when it cannot tell', async () => {
    const other = await written(EVALUATION, runOf('0'.repeat(64)));
    const { code } = await rejectionOf(
      exportCard(join(NANO, 'nano_subarticular'), { into: card(), evaluation: other }),
    );
    expect(code).to.equal('CARD_EVALUATION_OF_OTHER_MODEL');
    const alone = join(folder(), 'alone.json');
    await writeFile(alone, JSON.stringify(EVALUATION));
    await exportCard(join(NANO, 'nano_subarticular'), { into: card(), evaluation: alone });
    expect(await read('README.md')).to.include('Whether the run used these weights is not recorded.');
    await writeFile(alone, '{}');
    expect(
      (await rejectionOf(exportCard(join(NANO, 'nano_spinal'), { into: card('b'), evaluation: alone }))).code,
    ).to.equal('CARD_EVALUATION_INVALID');
    const absent = join(folder(), 'absent');
    expect(
      (await rejectionOf(exportCard(join(NANO, 'nano_spinal'), { into: card('c'), evaluation: absent }))).code,
    ).to.equal('CARD_EVALUATION_MISSING');
  });

  for (const name of ['nano_coord_axi', 'nano_spinal', 'nano_subarticular'])
    it(`has the keys that MONAI's specification demands: ${name}`, async () => {
      await exportCard(join(NANO, name), { into: card() });
      const metadata = MONAI_METADATA.parse(JSON.parse(await read('configs/metadata.json')));
      const { inputs, outputs } = metadata.network_data_format;
      for (const one of Object.values({ ...inputs, ...outputs }))
        expect(Object.keys(one.channel_def).length).to.equal(one.num_channels);
      expect(Object.keys(inputs).length).to.equal(name === 'nano_spinal' ? 2 : 1);
    });

  it('names no folder of the machine', async () => {
    const run = join(folder(), 'run');
    await cp(join(NANO, 'nano_subarticular'), run, { recursive: true });
    const config = JSON.parse(await readFile(join(run, 'config.json'), 'utf8'));
    config.training.model.start = { from: '/home/muster/models/earlier' };
    await writeFile(join(run, 'config.json'), JSON.stringify(config));
    await exportCard(run, { into: card() });
    for (const name of ['README.md', 'config.json', 'configs/metadata.json'])
      expect((await read(name)).includes('muster'), name).to.equal(false);
    expect(JSON.parse(await read('config.json')).training.model.start).to.deep.equal({ from: 'earlier' });
  });
});
