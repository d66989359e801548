import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { importCheckpoint, importRunFolder } from '../../../src/models/weights/import-original.ts';
import { importOriginalConfig } from '../../../src/models/weights/original-config.ts';
import { loadFold, readRunFolder } from '../../../src/models/weights/run-folder.ts';
import { writeSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import { describeGoldens, goldenJson, goldenPath } from '../../support/goldens.ts';
import { caught } from './support/caught.ts';
import { testFolder } from './support/folder.ts';
import { dict, floats, legacy, tensor, text } from './support/pickle.ts';

const RUN = 'rsna-2024-foraminal_roi_20240930_120000';

interface ExpectedRun {
  readonly splits: readonly {
    readonly fold: number;
    readonly train: readonly number[];
    readonly validation: readonly number[];
  }[];
  readonly weights: Readonly<
    Record<
      string,
      {
        readonly entries: readonly (readonly [
          string,
          { readonly dtype: string; readonly shape: readonly number[]; readonly values: readonly number[] },
        ])[];
      }
    >
  >;
}

describeGoldens('the original run folder', () => {
  const folder = testFolder();

  it('imports as it is: every fold, best and last, exactly', async () => {
    const expected = goldenJson<ExpectedRun>('torch-checkpoints', 'run_folder_expected.json');
    const run = await importRunFolder(goldenPath('torch-checkpoints', 'models', RUN), {
      into: folder.path(`models/${RUN}`),
    });
    expect(run.folds).to.deep.equal([1, 2, 3, 4, 5].map((fold) => ({ fold, best: true, last: true })));
    expect(run.config).to.deep.include({
      name: RUN,
      architecture: { kind: 'foraminal', backbone: 'resnet18', inChannels: 1, slices: 5 },
      input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
      classes: ['Normal/Mild', 'Moderate', 'Severe'],
    });
    for (const [file, { entries }] of Object.entries(expected.weights)) {
      const [, fold, best] = /-cv(\d)(_best)?\.pt$/.exec(file) ?? [];
      const weights = await loadFold(run, Number(fold), best === undefined ? 'last' : 'best');
      const read = [...weights].map(([name, { dtype, shape, data }]) => [
        name,
        { dtype, shape, values: Array.from<number | bigint, number>(data, Number) },
      ]);
      expect(read).to.deep.equal(entries.map(([name, { dtype, shape, values }]) => [name, { dtype, shape, values }]));
    }
  });

  it('keeps which studies each fold was trained and validated on', async () => {
    const expected = goldenJson<ExpectedRun>('torch-checkpoints', 'run_folder_expected.json');
    // the expectation counts studies in the order of train.csv
    const order = readFileSync(goldenPath('studies', 'train.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    const { splits = [] } = await readRunFolder(folder.path(`models/${RUN}`));
    const indices = (studies: readonly string[]): number[] => studies.map((study) => order.indexOf(study)).sort();
    expect(
      splits.map(({ fold, train, validation }) => ({ fold, train: indices(train), validation: indices(validation) })),
    ).to.deep.equal(expected.splits);
  });
});

const original = (
  changes: { readonly model?: object; readonly dataset?: object; readonly trainer?: object } = {},
): string =>
  JSON.stringify({
    labels: { Severe: 2, 'Normal/Mild': 0, Moderate: 1 },
    model: {
      type: 'SpinalROIModel',
      args: { base_model: 'resnet18', num_classes: 3, in_channels: [1, 1] },
      ...changes.model,
    },
    dataset: { args: { img_num: 5, roi_size: 50, resolution: 128 }, ...changes.dataset },
    ...(changes.trainer === undefined ? {} : { trainer: changes.trainer }),
  });

const checkpoint = (...values: readonly number[]): Uint8Array => {
  const object = dict([text('w'), tensor({ key: '0', count: values.length, shape: [values.length], stride: [1] })]);
  return legacy(object, [{ key: '0', count: values.length, bytes: floats(...values) }]);
};

describe('importOriginalConfig', () => {
  const derived = (changes: Parameters<typeof original>[0]): unknown => {
    const { architecture, input } = importOriginalConfig(original(changes), 'a').config;
    return { architecture, input };
  };

  it('knows the keypoint network, whose input is as deep as its first convolution', () => {
    const args = { base_model: 'DeepLabV3Plus', encoder_name: 'resnet34', num_classes: 2, in_channels: 3 };
    expect(derived({ model: { type: 'CoordModel', args }, dataset: { args: { resolution: 512 } } })).to.deep.equal({
      architecture: { kind: 'keypoints', inChannels: 3, outChannels: 2, encoder: 'resnet34' },
      input: { slices: 3, resolutionPx: 512 },
    });
  });

  for (const [type, kind, classes, more] of [
    ['SpinalROIModel', 'spinal', 3, {}],
    ['ForaminalROIModel', 'foraminal', 3, {}],
    ['SubarticularROIModel', 'subarticular', 3, {}],
    ['GlobalROIModel', 'global', 15, {}],
    ['StudyROIModel', 'study', 75, { hidden: 128 }],
  ] as const)
    it(`knows ${type}`, () => {
      const args = { base_model: 'convnext_nano', num_classes: classes, in_channels: 1 };
      const dataset = { args: { img_num: 5, roi_size: 50, resolution: 224 } };
      expect(derived({ model: { type, args }, dataset })).to.deep.equal({
        architecture: { kind, backbone: 'convnext_nano', inChannels: 1, slices: 5, ...more },
        input: { slices: 5, resolutionPx: 224, sizeMm: 50 },
      });
    });

  it('takes over what was set of the recurrent part', () => {
    const args = { base_model: 'resnet18', num_classes: 3, rnn_hidden_size: 64, rnn_bidirectional: true };
    expect(derived({ model: { type: 'SpinalROIModel', args } }))
      .to.have.property('architecture')
      .that.deep.equals({
        kind: 'spinal',
        backbone: 'resnet18',
        inChannels: 1,
        slices: 5,
        hidden: 64,
        bidirectional: true,
      });
  });

  it('orders the classes by their numbers and keeps the whole configuration as provenance', () => {
    const { config } = importOriginalConfig(original(), 'a');
    expect(config.classes).to.deep.equal(['Normal/Mild', 'Moderate', 'Severe']);
    expect(config.source).to.have.property('config').that.deep.equals(JSON.parse(original()));
  });

  it('says which folds the run was to train', () => {
    const foldsOf = (trainer: object): unknown => importOriginalConfig(original({ trainer }), 'a').folds;
    expect(foldsOf({ cv_fold: 3 })).to.deep.equal([1, 2, 3]);
    expect(foldsOf({ cv_fold: 5, one_fold: true })).to.deep.equal([1]);
    expect(foldsOf({})).to.equal(undefined);
  });

  const spinal = { base_model: 'resnet18', num_classes: 3 };
  for (const [title, json, code, message] of [
    [
      'another model',
      original({ model: { type: 'UNet' } }),
      'ORIGINAL_MODEL_UNKNOWN',
      /"UNet".*known: CoordModel, SpinalROIModel/,
    ],
    [
      'a name of the prototype',
      original({ model: { type: 'constructor' } }),
      'ORIGINAL_MODEL_UNKNOWN',
      /"constructor"/,
    ],
    ['an architecture of its own', '{"architecture": {}}', 'RUN_FOLDER_IMPORTED', /use it as it is/],
    ['no JSON', '{', 'ORIGINAL_CONFIG_INVALID', /not JSON/],
    ['nothing in it', '{}', 'ORIGINAL_CONFIG_INVALID', /missing entry "model" .*; missing entry "dataset" /],
    [
      'no backbone',
      original({ model: { args: {} } }),
      'ORIGINAL_CONFIG_INVALID',
      /missing entry "model\.args\.base_model" /,
    ],
    [
      'classes of another model',
      original({ model: { args: { ...spinal, num_classes: 15 } } }),
      'ORIGINAL_CONFIG_INVALID',
      /num_classes is 15, but a SpinalROIModel has 3/,
    ],
    [
      'extractors that differ',
      original({ model: { args: { ...spinal, in_channels: [1, 3] } } }),
      'ORIGINAL_CONFIG_INVALID',
      /in_channels": the numbers of the list differ/,
    ],
    [
      'no size of the region',
      original({ dataset: { args: { img_num: 5, resolution: 128 } } }),
      'ORIGINAL_CONFIG_INVALID',
      /no roi_size/,
    ],
    [
      'two depths of a stack',
      original({
        model: {
          type: 'CoordModel',
          args: { base_model: 'DeepLabV3Plus', encoder_name: 'resnet34', num_classes: 5, in_channels: 3 },
        },
        dataset: { args: { img_num: 5, resolution: 512 } },
      }),
      'ORIGINAL_CONFIG_INVALID',
      /img_num is 5 but model\.args\.in_channels is 3/,
    ],
  ] as const)
    it(`refuses a configuration with ${title}`, () => {
      expect(() => importOriginalConfig(json, 'a'))
        .to.throw(SpineError, message)
        .with.property('code', code);
    });
});

describe('importRunFolder', () => {
  const folder = testFolder();
  const run = (name: string, files: Readonly<Record<string, string | Uint8Array>>): string => {
    mkdirSync(folder.path(name));
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder.path(name), file), content);
    return folder.path(name);
  };
  const into = (): string => folder.path(`models/run-${readdirSync(folder.path('')).length}`);

  it('imports what there is of best and last, told file by file, without a table of splits', async () => {
    const path = run('a', {
      'config.json': original(),
      'x-cv1.pt': checkpoint(1),
      'x-cv2_best.pt': checkpoint(2),
      'notes.txt': '',
    });
    const told: unknown[] = [];
    const imported = await importRunFolder(path, { into: into(), onProgress: (...progress) => told.push(progress) });
    expect(told).to.deep.equal([
      ['x-cv1.pt', 1, 2],
      ['x-cv2_best.pt', 2, 2],
    ]);
    expect(imported.folds).to.deep.equal([
      { fold: 1, best: false, last: true },
      { fold: 2, best: true, last: false },
    ]);
    expect(imported).not.to.have.property('splits');
    expect((await loadFold(imported, 2)).get('w')?.data).to.deep.equal(Float32Array.of(2));
  });

  it('imports the folds that are asked for', async () => {
    const path = run('b', {
      'config.json': original({ trainer: { cv_fold: 5 } }),
      'x-cv2.pt': checkpoint(1),
      'x-cv3.pt': checkpoint(2),
    });
    const imported = await importRunFolder(path, { into: into(), folds: [3] });
    expect(imported.folds.map(({ fold }) => fold)).to.deep.equal([3]);
  });

  it('says which folds are missing', async () => {
    const path = run('c', { 'config.json': original({ trainer: { cv_fold: 3 } }), 'x-cv2.pt': checkpoint(1) });
    const error = await caught(importRunFolder(path, { into: into() }));
    expect(error.code).to.equal('ORIGINAL_FOLDS_MISSING');
    expect(error.message).to.contain(path).and.to.contain('no checkpoint of fold 1, 3 (found: 2)');
    expect(error.message).to.match(/though the configuration lists them; .*, or import others with --folds 2$/);
    const asked = await caught(importRunFolder(path, { into: into(), folds: [9] }));
    expect(asked.message).to.contain('no checkpoint of fold 9 (found: 2), requested by --folds;');
    const none = run('c2', { 'config.json': original() });
    expect((await caught(importRunFolder(none, { into: into() }))).message).to.contain('found: none');
  });

  it('does not choose between the checkpoints of two runs', async () => {
    const path = run('d', { 'config.json': original(), 'x-cv1.pt': checkpoint(1), 'y-cv1.pt': checkpoint(1) });
    const error = await caught(importRunFolder(path, { into: into() }));
    expect(error.code).to.equal('ORIGINAL_NAMES_AMBIGUOUS');
    expect(error.message).to.contain('"x", "y"');
  });

  it('says that there is no configuration', async () => {
    const path = run('e', { 'x-cv1.pt': checkpoint(1) });
    const error = await caught(importRunFolder(path, { into: into() }));
    expect(error.code).to.equal('RUN_FOLDER_NO_CONFIG');
    expect(error.message).to.contain(path);
  });

  it('leaves no folder when a checkpoint is broken, holds NaN, or does not fit', async () => {
    const broken = run('f', {
      'config.json': original(),
      'x-cv1.pt': checkpoint(1),
      'x-cv2.pt': checkpoint(1).subarray(0, -1),
    });
    const target = folder.path('never/run');
    expect((await caught(importRunFolder(broken, { into: target }))).message).to.contain(join(broken, 'x-cv2.pt'));
    const diverged = run('g', { 'config.json': original(), 'x-cv1.pt': checkpoint(Number.NaN) });
    expect((await caught(importRunFolder(diverged, { into: target }))).code).to.equal('WEIGHTS_NOT_FINITE');
    const other = run('h', { 'config.json': original(), 'x-cv1.pt': checkpoint(1) });
    const check = (): never => {
      throw new SpineError({ code: 'OTHER_ARCHITECTURE', reason: 'it has "w" instead of "conv1.weight"' });
    };
    const misfit = await caught(importRunFolder(other, { into: target, check }));
    expect(misfit.code).to.equal('OTHER_ARCHITECTURE');
    expect(misfit.message).to.contain(join(other, 'x-cv1.pt'));
    expect(readdirSync(dirname(target))).to.deep.equal([]);
  });

  it('stops between files when it is cancelled, and leaves no folder', async () => {
    const path = run('i', { 'config.json': original(), 'x-cv1.pt': checkpoint(1), 'x-cv2.pt': checkpoint(2) });
    const cancel = new AbortController();
    const target = into();
    const reason = new Error('enough');
    const thrown = await importRunFolder(path, {
      into: target,
      signal: cancel.signal,
      onProgress: () => cancel.abort(reason),
    }).catch((error: unknown) => error);
    expect(thrown).to.equal(reason);
    expect(existsSync(target)).to.equal(false);
  });
});

describe('importCheckpoint', () => {
  const folder = testFolder();
  const description = {
    architecture: { kind: 'foraminal', backbone: 'resnet18' },
    input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
  };

  it('makes a run folder of one .pt, checked against the architecture that was given', async () => {
    const file = folder.file('weights.pt', checkpoint(1, 2));
    const seen: string[] = [];
    const run = await importCheckpoint(file, description, {
      into: folder.path('one'),
      check: (config, weights) => seen.push(config.name, ...weights.keys()),
    });
    expect(seen).to.deep.equal(['weights', 'w']);
    expect(run.config.architecture).to.deep.equal(description.architecture);
    expect((await loadFold(run, 1)).get('w')?.data).to.deep.equal(Float32Array.of(1, 2));
  });

  it('takes safetensors as well', async () => {
    const file = folder.path('weights.safetensors');
    await writeSafetensors(file, new Map([['w', { dtype: 'float32', shape: [1], data: Float32Array.of(7) }]]));
    const run = await importCheckpoint(file, description, { into: folder.path('two'), name: 'seven' });
    expect(run.config.name).to.equal('seven');
    expect((await loadFold(run, 1)).get('w')?.data).to.deep.equal(Float32Array.of(7));
  });
});
