import { expect } from 'chai';
import { SpineError } from '../../../../src/domain/spine-error.ts';
import { torchHost } from '../../../../src/models/weights/torch/tensor-builders.ts';
import type { TorchValue } from '../../../../src/models/weights/torch/torch-value.ts';
import { unpickle } from '../../../../src/models/weights/torch/unpickle.ts';
import {
  APPENDS,
  BINPERSID,
  BUILD,
  call,
  dict,
  EMPTY_DICT,
  EMPTY_LIST,
  get,
  global,
  int,
  list,
  long,
  MARK,
  NONE,
  type Op,
  pickle,
  put,
  REDUCE,
  SETITEMS,
  storage,
  tensor,
  text,
  tuple,
} from '../support/pickle.ts';

const read = (...ops: readonly Op[]): TorchValue => unpickle(pickle(...ops), torchHost()).value;

const refusal = (bytes: Uint8Array): SpineError => {
  try {
    unpickle(bytes, torchHost());
  } catch (error) {
    if (error instanceof SpineError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('unpickle', () => {
  it('reads integers of any length and sign', () => {
    expect(read(int(-5))).to.equal(-5);
    expect(read(long([]))).to.equal(0);
    expect(read(long([0xff]))).to.equal(-1);
    expect(read(long([0xff, 0x00]))).to.equal(255);
    // 2^40, as Python writes it: five bytes of magnitude and one of sign are six
    expect(read(long([0, 0, 0, 0, 0, 1]))).to.equal(2 ** 40);
    expect(read(long([0, 0, 0, 0, 0, 0, 0, 0x80]))).to.equal(-(2n ** 63n));
    expect(read(long([0, 0, 0, 0, 0, 0, 0, 0, 1]))).to.equal(2n ** 64n);
  });

  it('tells lists from tuples and keeps any text', () => {
    expect(read(tuple(list(text('wörter'), NONE), [0x88]))).to.deep.equal({
      kind: 'tuple',
      items: [{ kind: 'list', items: ['wörter', null] }, true],
    });
  });

  it('reads a list of a million items', () => {
    const value = read(EMPTY_LIST, MARK, Array<number>(1_000_000).fill(0x4e), APPENDS);
    expect(value).to.have.property('items').with.lengthOf(1_000_000);
  });

  it('lets a list contain itself', () => {
    const value = read(EMPTY_LIST, put(0), MARK, get(0), APPENDS);
    expect(value).to.have.nested.property('items[0]').that.equals(value);
  });

  it('takes __proto__ for a key like any other', () => {
    const value = read(dict([text('__proto__'), dict([text('polluted'), int(1)])]));
    expect(value).to.have.property('entries').that.is.instanceOf(Map);
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
  });

  it('drops what a state dict carries beside its entries', () => {
    const metadata = dict([text('_metadata'), dict([text(''), dict([text('version'), int(1)])])]);
    const value = read(call('collections', 'OrderedDict'), MARK, text('a'), int(1), SETITEMS, metadata, BUILD);
    expect(value).to.deep.equal({ kind: 'dict', entries: new Map([['a', 1]]), ordered: true });
  });

  it('reads an OrderedDict of pairs, a size, a type and a device as data', () => {
    expect(read(call('collections', 'OrderedDict', list(list(text('a'), int(1)))))).to.deep.equal({
      kind: 'dict',
      entries: new Map([['a', 1]]),
      ordered: true,
    });
    expect(read(call('torch', 'Size', tuple(int(2), int(3))))).to.deep.equal({ kind: 'tuple', items: [2, 3] });
    expect(read(global('torch', 'float32'))).to.deep.equal({ kind: 'symbol', name: 'torch.float32' });
    expect(read(call('torch', 'device', text('cuda'), int(0)))).to.deep.equal({
      kind: 'symbol',
      name: 'torch.device("cuda", 0)',
    });
  });

  for (const [module, name] of [
    ['os', 'system'],
    ['posix', 'system'],
    ['builtins', 'eval'],
    ['__builtin__', 'getattr'],
    ['torch', 'load'],
    ['torch.storage', '_load_from_bytes'],
    ['torch._utils', '_rebuild_tensor_v2.__globals__'],
    ['collections', 'OrderedDict.__init__'],
    ['__proto__', 'constructor'],
    ['torchXFloatStorage', ''],
  ] as const)
    it(`refuses ${module}.${name} by its name before anything is called`, () => {
      const error = refusal(pickle(call(module, name, text('echo never'))));
      expect(error.code).to.equal('TORCH_GLOBAL_REFUSED');
      expect(error.message)
        .to.contain(`"${module}.${name}"`)
        .and.to.contain('could run code')
        .and.to.contain('torch.save(model.state_dict(), path)');
    });

  it('refuses names that are put together on the stack', () => {
    expect(refusal(pickle(text('os'), text('system'), [0x93])).code).to.equal('TORCH_GLOBAL_REFUSED');
  });

  const corrupt: readonly (readonly [string, readonly Op[], RegExp])[] = [
    ['calls something that was not named', [text('a'), tuple(), REDUCE], /calls a string/],
    ['calls a storage type', [global('torch', 'FloatStorage'), tuple(), REDUCE], /calls torch\.FloatStorage/],
    [
      'calls with something else than a tuple',
      [global('torch', 'Size'), list(), REDUCE],
      /with a list instead of a tuple/,
    ],
    [
      'sets the state of a callable',
      [global('collections', 'OrderedDict'), EMPTY_DICT, BUILD],
      /sets the state of a global/,
    ],
    ['sets the state of a list', [EMPTY_LIST, EMPTY_DICT, BUILD], /sets the state of a list/],
    ['takes from an empty stack', [REDUCE], /takes a value where there is none/],
    ['takes what lies under a mark', [int(1), MARK, [0x85]], /takes a value where there is none/],
    ['goes back to no mark', [SETITEMS], /mark that was not set/],
    ['appends to a dict', [EMPTY_DICT, MARK, int(1), APPENDS], /appends to a dict/],
    ['sets an item of a tuple', [tuple(), MARK, int(1), int(1), SETITEMS], /sets an item of a tuple/],
    ['has a key without a value', [EMPTY_DICT, MARK, int(1), SETITEMS], /key without a value/],
    ['recalls what it did not store', [get(3)], /recalls value 3/],
    ['has a string that is no text', [[0x58, 1, 0, 0, 0, 0xff]], /not UTF-8/],
    ['has an endless integer', [[0x8b, 0, 0, 1, 0]], /integer of 65536 bytes/],
    ['is of a later protocol', [[0x80, 9]], /protocol 9/],
    ['names an object by a number', [int(1), text('a'), [0x93]], /names an object by a number/],
    ['refers to no storage', [tuple(text('module')), BINPERSID], /not a storage/],
    ['describes a storage in two ways', [storage('0', 3), storage('0', 4)], /described in two ways/],
    [
      'has a storage view',
      [tuple(text('storage'), global('torch', 'FloatStorage'), text('0'), text('cpu'), int(1), tuple()), BINPERSID],
      /before PyTorch 0\.4/,
    ],
    [
      'has a tensor without a storage',
      [call('torch._utils', '_rebuild_tensor_v2', int(1), int(0), tuple(), tuple())],
      /no storage/,
    ],
    ['has a parameter of nothing', [call('torch._utils', '_rebuild_parameter', int(1))], /not a tensor/],
    ['has an OrderedDict of numbers', [call('collections', 'OrderedDict', list(int(1)))], /no list of pairs/],
    [
      'has a tensor that leaves its storage',
      [tensor({ key: '0', count: 5, shape: [2, 3], stride: [3, 1] })],
      /ends outside its storage of 5/,
    ],
    [
      'has an offset that leaves its storage',
      [tensor({ key: '0', count: 5, shape: [2], stride: [1], offset: 4 })],
      /ends outside/,
    ],
    ['has a negative stride', [tensor({ key: '0', count: 5, shape: [2], stride: [-1] })], /the stride of a tensor/],
    [
      'has strides of other dimensions',
      [tensor({ key: '0', count: 5, shape: [2], stride: [] })],
      /1 dimensions has 0 strides/,
    ],
  ];
  for (const [title, ops, message] of corrupt)
    it(`refuses a pickle that ${title}`, () => {
      const error = refusal(pickle(...ops));
      expect(error.code).to.equal('TORCH_CORRUPT');
      expect(error.message).to.match(message);
    });

  it('refuses instructions that PyTorch does not write', () => {
    // INST, which would construct a class by name
    const error = refusal(pickle(MARK, [0x69, 0x6f, 0x73, 0x0a]));
    expect(error.code).to.equal('TORCH_OPCODE_UNKNOWN');
    expect(error.message).to.contain('0x69 at byte 3');
  });

  it('names storages whose elements have no place here', () => {
    const error = refusal(pickle(storage('0', 1, 'ComplexFloatStorage')));
    expect(error.code).to.equal('TORCH_DTYPE_UNSUPPORTED');
    expect(error.message).to.contain('ComplexFloatStorage');
  });

  it('says that a pickle is cut off, wherever it is', () => {
    const whole = pickle(dict([text('weight'), tensor({ key: '0', count: 6, shape: [2, 3], stride: [3, 1] })]));
    for (let length = 0; length < whole.length; length++)
      expect(refusal(whole.subarray(0, length)).code).to.equal('TORCH_TRUNCATED');
  });

  it('reads one pickle after another', () => {
    const bytes = Uint8Array.from([...pickle(int(1)), ...pickle(int(2))]);
    const first = unpickle(bytes, torchHost());
    expect([first.value, unpickle(bytes, torchHost(), first.end).value]).to.deep.equal([1, 2]);
  });
});
