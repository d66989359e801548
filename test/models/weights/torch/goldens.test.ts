import { expect } from 'chai';
import { readWeights } from '../../../../src/models/weights/read-weights.ts';
import type { TorchValue } from '../../../../src/models/weights/torch/torch-value.ts';
import { describeGoldens, goldenJson, goldenPath, goldensPresent } from '../../../support/goldens.ts';
import { readTorchCheckpoint, type TorchCheckpoint } from '../../../support/read-torch-checkpoint.ts';
import { caught } from '../support/caught.ts';

interface Manifest {
  readonly files: readonly { readonly file: string; readonly expected: string | null; readonly must_fail?: string }[];
}

type Expected =
  | { readonly kind: 'dict' | 'OrderedDict'; readonly entries: readonly (readonly [string, Expected])[] }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expected[] }
  | {
      readonly kind: 'tensor' | 'parameter';
      readonly dtype: string;
      readonly shape: readonly number[];
      readonly stride: readonly number[];
      readonly storage_offset: number;
      readonly values: readonly (number | boolean)[];
    }
  | { readonly kind: 'NoneType' | 'bool' | 'float' | 'int' | 'str'; readonly value: unknown };

/** What was read, in the words of the stored descriptions. */
const described = (value: TorchValue, { values }: TorchCheckpoint): unknown => {
  if (value === null || typeof value !== 'object') return { value };
  if (value instanceof Uint8Array) return { kind: 'bytes' };
  const inner = (item: TorchValue): unknown => described(item, { root: null, values });
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return { kind: value.kind, items: value.items.map(inner) };
    case 'dict':
      return {
        kind: value.ordered ? 'OrderedDict' : 'dict',
        entries: [...value.entries].map(([key, item]) => [key, inner(item)]),
      };
    case 'tensor':
      return {
        dtype: value.storage.type,
        shape: [...value.shape],
        stride: [...value.stride],
        storage_offset: value.storageOffset,
        values: Array.from<number | bigint, number>(values.get(value) ?? [], Number),
      };
    default:
      return value;
  }
};

const wanted = (expected: Expected): unknown => {
  if ('entries' in expected)
    return { kind: expected.kind, entries: expected.entries.map(([key, item]) => [key, wanted(item)]) };
  if ('items' in expected) return { kind: expected.kind, items: expected.items.map(wanted) };
  if ('value' in expected) return { value: expected.value };
  const { kind: _, ...tensor } = expected;
  return { ...tensor, values: tensor.values.map(Number) };
};

const REFUSALS: Readonly<Record<string, string>> = {
  'malicious.pt': 'TORCH_GLOBAL_REFUSED',
  'malicious_legacy.pt': 'TORCH_GLOBAL_REFUSED',
  'malicious_eval.pt': 'TORCH_GLOBAL_REFUSED',
  'truncated.pt': 'TORCH_TRUNCATED',
  'truncated_legacy.pt': 'TORCH_TRUNCATED',
  'empty.pt': 'TORCH_NOT_A_CHECKPOINT',
  'not_a_checkpoint.pt': 'TORCH_NOT_A_CHECKPOINT',
};

describeGoldens('checkpoints of the original', () => {
  const files = goldensPresent ? goldenJson<Manifest>('torch-checkpoints', 'manifest.json').files : [];
  for (const { file, expected } of files) {
    const path = goldenPath('torch-checkpoints', file);
    if (expected === null)
      it(`${file} is refused, saying why`, async () => {
        for (const read of [readTorchCheckpoint, readWeights]) {
          const error = await caught(read(path));
          expect(error.code).to.equal(REFUSALS[file]);
          expect(error.message).to.contain(path);
        }
      });
    else
      it(`${file} gives every value, type, shape, stride and offset exactly`, async () => {
        const checkpoint = await readTorchCheckpoint(path);
        expect(described(checkpoint.root, checkpoint)).to.deep.equal(
          wanted(goldenJson<Expected>('torch-checkpoints', expected)),
        );
      });
  }

  it('finds the same state dict bare, in a dict, and in either format', async () => {
    const names = ['state_dict.pt', 'state_dict_legacy.pt', 'checkpoint.pt', 'checkpoint_legacy.pt'];
    const [first, ...others] = await Promise.all(
      names.map((file) => readWeights(goldenPath('torch-checkpoints', file))),
    );
    for (const other of others) expect([...other]).to.deep.equal([...first!]);
  });
});
