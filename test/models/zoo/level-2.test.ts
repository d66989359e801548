import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Tensor } from '../../../src/domain/image.ts';
import { parametersOf } from '../../../src/models/nn/shapes.ts';
import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { initialWeights } from '../../../src/models/zoo/initial-weights.ts';
import { LEVEL_2_LAYERS, type Level2Config } from '../../../src/models/zoo/level-2.ts';
import { parseArchitecture } from '../../../src/models/zoo/parse-architecture.ts';
import { classTargets } from '../../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../../src/training/losses/cross-entropy.ts';
import { startOnnxEngine } from '../../../src/training/onnx-engine.ts';
import { adamW } from '../../../src/training/optimisers.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { thrownBy } from '../../support/thrown-by.ts';

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** PyTorch 1.13 in double precision: `python3 bench/level-2-references.py`. */
const REFERENCE: {
  readonly hidden: number;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly labels: readonly (readonly number[])[];
  readonly layers: Readonly<
    Record<
      (typeof LEVEL_2_LAYERS)[number],
      {
        readonly weights: Readonly<Record<string, Values>>;
        readonly output: readonly number[];
        readonly loss: number;
        readonly norms: Readonly<Record<string, number>>;
      }
    >
  >;
} = JSON.parse(readFileSync(new URL('level-2.json', import.meta.url), 'utf8'));

const NETWORKS: Level2Config['networks'] = {
  spinal: 'spinal',
  axial: 'spinal_axial',
  foraminal: 'foraminal',
  subarticular: 'subarticular',
};
const WEIGHTS = [1, 2, 4];

const tensor = ({ shape, data }: Values): Tensor => ({ shape, data: Float32Array.from(data) });
const inputs = Object.fromEntries(Object.entries(REFERENCE.inputs).map(([name, values]) => [name, tensor(values)]));
const target = { shape: [3, 25, 3], data: classTargets(REFERENCE.labels.flat(), WEIGHTS) };

const engineOf = (config: Level2Config, weights: StateDict) =>
  startOnnxEngine({
    ...{ network: architectureOf(config), weights, loss: crossEntropy, optimiser: adamW(), seed: 'test', threads: 1 },
  });

describe('level-2 networks', () => {
  for (const layer of LEVEL_2_LAYERS) {
    const config: Level2Config = { kind: 'level_2', networks: NETWORKS, layer, hidden: REFERENCE.hidden };

    it(`have the outputs, loss and gradients of PyTorch (${layer})`, async () => {
      const reference = REFERENCE.layers[layer];
      const weights: StateDict = new Map(
        Object.entries(reference.weights).map(([name, values]) => [name, { dtype: 'float32', ...tensor(values) }]),
      );
      expect(parametersOf(architectureOf(config)).map(({ name }) => name)).to.have.members([...weights.keys()]);
      const engine = await engineOf(config, weights);
      const { output, loss } = await engine.evaluate({ inputs, target });
      const step = await engine.step({ inputs, target }, { learningRate: 0 });
      await engine.close();
      expect(output.shape).to.eql([3, 75]);
      expect(maxAbsDiff(output.data, reference.output)).to.be.below(1e-5);
      expect(loss).to.be.closeTo(reference.loss, 1e-6);
      for (const [name, norm] of Object.entries(reference.norms))
        expect(step.gradientNorms.get(name), name).to.be.closeTo(norm, 1e-5 * Math.max(1, norm));
    });

    it(`start as the mean of the networks that grade a condition (${layer})`, async () => {
      const engine = await engineOf(config, initialWeights(architectureOf(config), { seed: 7 }));
      const { output } = await engine.evaluate({ inputs, target });
      await engine.close();
      const at = (study: number, severity: number, condition: number, level: number): number =>
        output.data[study * 75 + severity * 25 + condition * 5 + level]!;
      const given = (name: string, study: number, level: number, place: number): number => {
        const { shape, data } = inputs[name]!;
        return data[(study * 5 + level) * shape[2]! + place]!;
      };
      for (const study of [0, 1, 2])
        for (const level of [0, 1, 2, 3, 4])
          for (const severity of [0, 1, 2]) {
            const canal = (given('spinal', study, level, severity) + given('axial', study, level, severity)) / 2;
            expect(at(study, severity, 0, level)).to.be.closeTo(canal, 1e-6);
            expect(at(study, severity, 2, level)).to.equal(given('foraminal', study, level, 3 + severity));
            expect(at(study, severity, 3, level)).to.equal(given('subarticular', study, level, severity));
          }
    });
  }

  it('need a network for each condition, and known kinds and options', () => {
    const refusal = (networks: Record<string, string>, more = {}) =>
      thrownBy(() => architectureOf(parseArchitecture({ kind: 'level_2', networks, ...more }))).reason;
    expect(refusal({ a: 'spinal', b: 'foraminal' })).to.equal(
      'level_2: none of the networks grades left_subarticular_stenosis, right_subarticular_stenosis; add one that does to "networks"',
    );
    expect(refusal({ a: 'foramina' })).to.match(
      /^invalid configuration of a level_2 model: "networks\.a" is "foramina" .* did you mean "foraminal"\?/,
    );
    expect(refusal({ a: 'global' }, { hidden: 0 })).to.match(/hidden/);
    expect(refusal({ a: 'global' }, { layer: 'lstm' })).to.match(/layer/);
    expect(architectureOf({ kind: 'level_2', networks: { a: 'global' } }).inputs).to.eql([
      { name: 'a', shape: ['n', 5, 15] },
    ]);
  });
});
