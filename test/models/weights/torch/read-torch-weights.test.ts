import { mkdirSync } from 'node:fs';
import { expect } from 'chai';
import { readWeights } from '../../../../src/models/weights/read-weights.ts';
import { readTorchCheckpoint } from '../../../support/read-torch-checkpoint.ts';
import { caught } from '../support/caught.ts';
import { testFolder } from '../support/folder.ts';
import {
  call,
  dict,
  floats,
  int,
  legacy,
  list,
  type Op,
  pickle,
  type TensorSpec,
  tensor,
  text,
  tuple,
} from '../support/pickle.ts';
import { type ZipRecord, zip } from '../support/zip.ts';

const SIX = floats(0, 1, 2, 3, 4, 5);
const twoByThree: TensorSpec = { key: '0', count: 6, shape: [2, 3], stride: [3, 1] };
const stateDict = (name: string, spec: TensorSpec = twoByThree): Op => dict([text(name), tensor(spec)]);

const records = (object: Op, folder = 'archive/', bytes = SIX): readonly ZipRecord[] => [
  { name: `${folder}data.pkl`, bytes: pickle(object) },
  { name: `${folder}data/0`, bytes },
  { name: `${folder}version`, bytes: Buffer.from('3\n') },
];

describe('readTorchEntry', () => {
  const folder = testFolder();
  const fromZip = (parts: readonly ZipRecord[]): ReturnType<typeof readWeights> =>
    readWeights(folder.file('a.pt', zip(parts)));
  const fromObject = (object: Op, bytes = SIX): ReturnType<typeof readWeights> =>
    fromZip(records(object, 'archive/', bytes));

  it('finds the records whatever folder they are in', async () => {
    for (const name of ['archive/', 'my model/', ''])
      expect([...(await fromZip(records(stateDict('w'), name)))]).to.deep.equal([
        ['w', { dtype: 'float32', shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) }],
      ]);
  });

  it('reads the legacy format', async () => {
    const bytes = legacy(stateDict('w'), [{ key: '0', count: 6, bytes: SIX }]);
    const weights = await readWeights(folder.file('legacy.pt', bytes));
    expect(weights.get('w')?.data).to.deep.equal(Float32Array.of(0, 1, 2, 3, 4, 5));
  });

  it('reads a legacy file whose pickles are longer than the first look at it', async () => {
    const object = dict([text('notes'), text('x'.repeat(3_000_000))], [text('state_dict'), stateDict('w')]);
    const weights = await readWeights(folder.file('long.pt', legacy(object, [{ key: '0', count: 6, bytes: SIX }])));
    expect([...weights.keys()]).to.deep.equal(['w']);
  });

  it('gives values in the order of the shape, whatever the strides', async () => {
    const transposed: TensorSpec = { key: '0', count: 6, shape: [3, 2], stride: [1, 3] };
    expect((await fromObject(stateDict('w', transposed))).get('w')?.data).to.deep.equal(
      Float32Array.of(0, 3, 1, 4, 2, 5),
    );
    const column: TensorSpec = { key: '0', count: 6, shape: [2], stride: [3], offset: 1 };
    expect((await fromObject(stateDict('w', column))).get('w')?.data).to.deep.equal(Float32Array.of(1, 4));
    const expanded: TensorSpec = { key: '0', count: 6, shape: [2, 3], stride: [0, 1], offset: 3 };
    expect((await fromObject(stateDict('w', expanded))).get('w')?.data).to.deep.equal(
      Float32Array.of(3, 4, 5, 3, 4, 5),
    );
  });

  it('reads a storage that several tensors share, and gives tied weights one array', async () => {
    const object = dict(
      [text('all'), tensor(twoByThree)],
      [text('row'), tensor({ key: '0', count: 6, shape: [3], stride: [1], offset: 3 })],
      [text('tied'), tensor(twoByThree)],
    );
    const weights = await fromObject(object);
    expect(weights.get('row')?.data).to.deep.equal(Float32Array.of(3, 4, 5));
    expect(weights.get('tied')?.data).to.equal(weights.get('all')?.data);
  });

  it('rounds doubles to float32 for weights and keeps them in a checkpoint', async () => {
    const bytes = new Uint8Array(Float64Array.of(0.1).buffer);
    const object = stateDict('w', { key: '0', count: 1, shape: [], stride: [], storage: 'DoubleStorage' });
    expect((await fromObject(object, bytes)).get('w')?.data).to.deep.equal(Float32Array.of(Math.fround(0.1)));
    const { values } = await readTorchCheckpoint(folder.path('a.pt'));
    expect([...values.values()]).to.deep.equal([Float64Array.of(0.1)]);
  });

  for (const wrapper of ['state_dict', 'model_state_dict', 'model', 'net'])
    it(`finds the state dict under "${wrapper}"`, async () => {
      const object = dict([text('epoch'), int(3)], [text(wrapper), stateDict('w')], [text('optimizer'), dict()]);
      expect([...(await fromObject(object)).keys()]).to.deep.equal(['w']);
    });

  it('takes off what DataParallel and torch.compile put before every name, and nothing else', async () => {
    expect([...(await fromObject(stateDict('module.conv.weight'))).keys()]).to.deep.equal(['conv.weight']);
    expect([...(await fromObject(stateDict('_orig_mod.module.w'))).keys()]).to.deep.equal(['w']);
    const partly = dict([text('module.a'), tensor(twoByThree)], [text('b'), tensor(twoByThree)]);
    expect([...(await fromObject(partly)).keys()]).to.deep.equal(['module.a', 'b']);
  });

  it('does not read the tensors of an optimiser', async () => {
    // its storage is missing from the file, which nobody notices
    const momentum = tensor({ key: 'absent', count: 9, shape: [9], stride: [1] });
    const object = dict([text('state_dict'), stateDict('w')], [text('optimizer'), dict([text('momentum'), momentum])]);
    expect([...(await fromObject(object)).keys()]).to.deep.equal(['w']);
  });

  it('reads a checkpoint that contains itself', async () => {
    const object: Op = [0x5d, 0x71, 0, 0x28, ...tensor(twoByThree), 0x68, 0, 0x65];
    const { values } = await readTorchCheckpoint(folder.file('cycle.pt', zip(records(object))));
    expect(values.size).to.equal(1);
  });

  const refused: readonly (readonly [string, () => Uint8Array, string, RegExp])[] = [
    [
      'a dict of numbers',
      () => zip(records(dict([text('lr'), int(1)]))),
      'TORCH_NO_STATE_DICT',
      /only a dict with "lr"/,
    ],
    ['an empty dict', () => zip(records(dict())), 'TORCH_NO_STATE_DICT', /only an empty dict/],
    ['a list', () => zip(records(list(tensor(twoByThree)))), 'TORCH_NO_STATE_DICT', /only a list/],
    [
      'a state dict with a number in it',
      () => zip(records(dict([text('w'), tensor(twoByThree)], [text('n'), int(1)]))),
      'TORCH_NOT_A_TENSOR',
      /"n" of its state dict is a number/,
    ],
    [
      'a state dict with numbers for names',
      () => zip(records(dict([int(7), tensor(twoByThree)]))),
      'TORCH_NOT_A_TENSOR',
      /"7" of its state dict/,
    ],
    [
      'an expanded tensor made to exhaust memory',
      () => zip(records(stateDict('w', { key: '0', count: 6, shape: [2 ** 30, 2 ** 20], stride: [0, 0] }))),
      'TORCH_TOO_LARGE',
      /1125899906842624 elements/,
    ],
    [
      'a storage of other bytes',
      () => zip(records(stateDict('w'), 'a/', floats(1))),
      'TORCH_CORRUPT',
      /storage "0" has 4 bytes, which are not 6 float32/,
    ],
    [
      'a missing storage',
      () => zip(records(stateDict('w')).slice(0, 1)),
      'TORCH_CORRUPT',
      /record of storage "0" is missing/,
    ],
    [
      'a record that is there twice',
      () => zip([...records(stateDict('w')), ...records(stateDict('w')).slice(1)]),
      'TORCH_CORRUPT',
      /"archive\/data\/0" is in it twice/,
    ],
    [
      'two checkpoints in one file',
      () => zip([...records(stateDict('w')), ...records(stateDict('w'), 'b/')]),
      'TORCH_CORRUPT',
      /are both in it/,
    ],
    [
      'a zip file of something else',
      () => zip([{ name: 'a/readme.txt', bytes: SIX }]),
      'TORCH_NOT_A_CHECKPOINT',
      /without data\.pkl/,
    ],
    [
      'compressed records',
      () => zip([{ name: 'a/data.pkl', bytes: pickle(dict()), method: 8, sizeSaid: pickle(dict()).length }]),
      'TORCH_COMPRESSED',
      /zip -0 -r/,
    ],
    [
      'records longer than the file',
      () => zip([{ name: 'a/data.pkl', bytes: SIX, sizeSaid: 2 ** 31 }]),
      'TORCH_CORRUPT',
      /is not where the zip file says/,
    ],
    [
      'numbers of a big-endian machine',
      () => zip([...records(stateDict('w')), { name: 'archive/byteorder', bytes: Buffer.from('big') }]),
      'TORCH_BIG_ENDIAN',
      /big-endian/,
    ],
    [
      'a legacy file of a big-endian machine',
      () => legacy(stateDict('w'), [], { littleEndian: false }),
      'TORCH_BIG_ENDIAN',
      /big-endian/,
    ],
    [
      'TorchScript',
      () => zip([...records(stateDict('w')), { name: 'archive/constants.pkl', bytes: SIX }]),
      'TORCH_SCRIPT',
      /state_dict\(\)/,
    ],
    [
      'a whole model instead of its weights',
      () => zip(records(call('my.models', 'Net'))),
      'TORCH_GLOBAL_REFUSED',
      /"my\.models\.Net"/,
    ],
    [
      'code in the legacy format',
      () => legacy(call('os', 'system', text('echo never')), []),
      'TORCH_GLOBAL_REFUSED',
      /"os\.system"/,
    ],
    ['a pickle of something else', () => pickle(tuple()), 'TORCH_NOT_A_CHECKPOINT', /pickle of something else/],
    [
      'a legacy file with a wrong count',
      () => legacy(stateDict('w'), [{ key: '0', count: 7, bytes: SIX }]),
      'TORCH_CORRUPT',
      /has 7 elements instead of 6/,
    ],
    [
      'a legacy file without its last bytes',
      () => legacy(stateDict('w'), [{ key: '0', count: 6, bytes: SIX }]).subarray(0, -1),
      'TORCH_TRUNCATED',
      /needs 1 more bytes/,
    ],
    [
      'a legacy file with a storage that nothing uses',
      () => legacy(stateDict('w'), [{ key: '9', count: 6, bytes: SIX }]),
      'TORCH_CORRUPT',
      /nothing uses its storage "9"/,
    ],
    [
      'a legacy file without a storage',
      () => legacy(stateDict('w'), []),
      'TORCH_CORRUPT',
      /elements of storage "0" are missing/,
    ],
    [
      'a zip file without its end',
      () => zip(records(stateDict('w'))).subarray(0, -30),
      'TORCH_TRUNCATED',
      /table at the end of the zip file/,
    ],
    ['an empty file', () => new Uint8Array(), 'TORCH_NOT_A_CHECKPOINT', /it is empty/],
    [
      'a pointer of Git LFS',
      () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
      'TORCH_NOT_A_CHECKPOINT',
      /git lfs pull/,
    ],
    ['a web page', () => Buffer.from('<!DOCTYPE html><html></html>'), 'TORCH_NOT_A_CHECKPOINT', /web page/],
    [
      'safetensors',
      () => Buffer.concat([Buffer.alloc(8), Buffer.from('{}')]),
      'TORCH_NOT_A_CHECKPOINT',
      /looks like safetensors/,
    ],
    ['other bytes', () => Buffer.from('hello'), 'TORCH_NOT_A_CHECKPOINT', /begins with the bytes 68656c6c6f/],
  ];
  for (const [title, bytes, code, message] of refused)
    it(`refuses ${title}`, async () => {
      const path = folder.file('refused.pt', bytes());
      const error = await caught(readWeights(path));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message).and.to.contain(path);
    });

  it('refuses every beginning of a file, in either format', async () => {
    for (const whole of [zip(records(stateDict('w'))), legacy(stateDict('w'), [{ key: '0', count: 6, bytes: SIX }])])
      for (let length = 0; length < whole.length; length += 7)
        expect((await caught(readWeights(folder.file('cut.pt', whole.subarray(0, length))))).code).to.match(/^TORCH_/);
  });

  it('says that a file cannot be opened', async () => {
    mkdirSync(folder.path('dir.pt'));
    for (const name of ['dir.pt', 'absent.pt'])
      expect((await caught(readWeights(folder.path(name)))).code).to.equal('WEIGHTS_FILE_UNREADABLE');
  });
});
