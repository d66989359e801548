import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { elementCount } from '../../../src/domain/image.ts';
import { parametersOf } from '../../../src/models/nn/shapes.ts';
import { type ArchitectureConfig, architectureOf } from '../../../src/models/zoo/architecture.ts';
import { initialWeights } from '../../../src/models/zoo/initial-weights.ts';

/** What `bench/initial-weights.py` wrote with the packages of the original. */
interface Family {
  /** Names with `*` for their numbers. */
  readonly family: string;
  readonly shape: readonly number[];
  readonly parameters: number;
  readonly constant?: number;
  readonly mean?: number;
  readonly std?: number;
  /** 1.8 of a uniform distribution, 3 of a normal one. */
  readonly kurtosis?: number;
}
type Reference = Readonly<Record<string, readonly Family[]>>;
const REFERENCE = JSON.parse(
  readFileSync(new URL('./initial-weights.json', import.meta.url), 'utf8'),
) as unknown as Reference;

const weightsOf = (config: ArchitectureConfig, seed: number | string = 1, resolutionPx = 32) =>
  initialWeights(architectureOf(config, { resolutionPx }), { seed });

const familyOf = (name: string): string => name.replace(/(?<=\.)\d+(?=\.)|(?<=layer)\d/g, '*');

interface Measured {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly kurtosis: number;
}

/** With loops over typed arrays, since there are tens of millions of values. */
const measured = (parts: readonly Float32Array[]): Measured => {
  const count = parts.reduce((sum, part) => sum + part.length, 0);
  const moment = (centre: number, power: 1 | 2 | 4): number => {
    let sum = 0;
    for (const part of parts)
      for (let i = 0; i < part.length; i++) {
        const distance = part[i]! - centre;
        const square = distance * distance;
        sum += power === 1 ? distance : power === 2 ? square : square * square;
      }
    return sum / count;
  };
  const mean = moment(0, 1);
  const std = Math.sqrt(moment(mean, 2));
  return { count, mean, std, kurtosis: moment(mean, 4) / std ** 4 };
};

/** Standard errors that two random samples may differ by; 300 comparisons at 5 let a right implementation fail once in 10 000. */
const ERRORS = 5 * Math.SQRT2;

const expectAlike = ({ family, ...expected }: Family, found: Measured, name = family): void => {
  const { mean = 0, std = 0, kurtosis = 3 } = expected;
  const { count } = found;
  expect(found.mean, `${name} mean`).to.be.closeTo(mean, (ERRORS * std) / Math.sqrt(count));
  expect(found.std / std, `${name} std`).to.be.closeTo(1, ERRORS * Math.sqrt((kurtosis - 1) / (4 * count)) + 1e-5);
  if (count >= 1000) expect(found.kurtosis, `${name} kurtosis`).to.be.closeTo(kurtosis, ERRORS * Math.sqrt(24 / count));
};

const floats = (data: unknown): Float32Array => {
  if (!(data instanceof Float32Array)) throw new Error('parameters are float32');
  return data;
};

const ROUND = /^(positional_embedder|sequence_embedder|transformer_encoder|classifier)\./;

const CASES: readonly (readonly [string, ArchitectureConfig, number])[] = [
  ['foraminal resnet18', { kind: 'foraminal', backbone: 'resnet18' }, 32],
  ['foraminal swin_tiny_patch4_window7_224', { kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }, 224],
  ['foraminal convnext_nano', { kind: 'foraminal', backbone: 'convnext_nano' }, 32],
  ['study', { kind: 'study', backbone: 'resnet10_nano', hidden: 128 }, 32],
  ['keypoints 5', { kind: 'keypoints', encoder: 'resnet34', inChannels: 5, outChannels: 5 }, 32],
  ['keypoints 3', { kind: 'keypoints', encoder: 'resnet34', inChannels: 3, outChannels: 5 }, 32],
];

describe('initialWeights', () => {
  for (const [title, config, resolutionPx] of CASES)
    it(`starts every family of parameters as PyTorch, timm and segmentation_models_pytorch do: ${title}`, function () {
      this.timeout(120_000);
      const weights = weightsOf(config, 42, resolutionPx);
      const parameters = parametersOf(architectureOf(config, { resolutionPx })).filter(
        ({ name, role }) => role === 'parameter' && (title !== 'study' || ROUND.test(name)),
      );
      const groups = new Map<string, string[]>();
      for (const { name, shape } of parameters) {
        const key = `${familyOf(name)} ${shape}`;
        groups.set(key, [...(groups.get(key) ?? []), name]);
      }
      const families = REFERENCE[title]!;
      expect([...groups.keys()].sort()).to.deep.equal(families.map((one) => `${one.family} ${one.shape}`).sort());
      for (const family of families) {
        const names = groups.get(`${family.family} ${family.shape}`)!;
        expect(names).to.have.length(family.parameters);
        const values = names.map((name) => floats(weights.get(name)!.data));
        if (family.constant === undefined) expectAlike(family, measured(values));
        else
          for (const part of values)
            expect(new Set(part), family.family).to.deep.equal(new Set([Math.fround(family.constant)]));
      }
    });

  it('starts running statistics at the identity', () => {
    const weights = weightsOf({ kind: 'foraminal', backbone: 'resnet18', hidden: 8 });
    const norm = 'model.model.layer1.0.bn1';
    expect(weights.get(`${norm}.running_mean`)!.data).to.deep.equal(new Float32Array(64));
    expect(weights.get(`${norm}.running_var`)!.data).to.deep.equal(new Float32Array(64).fill(1));
    expect(weights.get(`${norm}.num_batches_tracked`)!.data).to.deep.equal(BigInt64Array.of(0n));
  });

  it("starts the study network's encoder layers alike, as PyTorch clones them", () => {
    expect(REFERENCE['study layers start alike']).to.equal(true);
    const weights = weightsOf({ kind: 'study', backbone: 'resnet10_nano', hidden: 16 });
    for (const name of ['self_attn.in_proj_weight', 'self_attn.out_proj.weight', 'linear1.weight', 'linear2.bias'])
      expect(weights.get(`transformer_encoder.layers.1.${name}`)!.data, name).to.deep.equal(
        weights.get(`transformer_encoder.layers.0.${name}`)!.data,
      );
  });

  it('follows from the seed', () => {
    const config = { kind: 'foraminal', backbone: 'resnet10_nano', hidden: 64 } as const;
    const of = (seed: number | string) => weightsOf(config, seed).get('classifier.weight')!.data;
    expect(of('42/1')).to.deep.equal(of('42/1'));
    expect(of('42/1')).to.not.deep.equal(of('42/2'));
    expect(of(1)).to.have.length(elementCount([3, 64]));
  });
});
