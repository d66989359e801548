import { expect } from 'chai';
import { boundedPredictors, type LoadablePredictor } from '../../src/models/bounded-predictors.ts';
import type { Tensors } from '../../src/models/runtime/runtime.ts';

const row = (value: number): Tensors => ({ x: { shape: [1, 1], data: Float32Array.of(value) } });

/** Networks that add their number; how many are alive, and were at most. */
const networks = () => {
  const alive = new Set<string>();
  let [most, loads] = [0, 0];
  const loadable = (number: number): LoadablePredictor => ({
    key: `n${number}`,
    inputs: [],
    outputs: [],
    load: async () => {
      loads++;
      alive.add(`n${number}`);
      most = Math.max(most, alive.size);
      return {
        name: `n${number}`,
        inputs: [],
        outputs: [],
        predict: async ({ x }) => {
          if (!alive.has(`n${number}`)) throw new Error('asked after its release');
          await new Promise((resolve) => setTimeout(resolve, 1));
          return { y: { shape: x!.shape, data: x!.data.map((value) => value + number) } };
        },
        release: async () => void alive.delete(`n${number}`),
      };
    },
  });
  return { loadable, most: () => most, loads: () => loads };
};

describe('boundedPredictors', () => {
  it('never has more networks in memory than the limit, and answers everybody rightly', async () => {
    const { loadable, most } = networks();
    const bounded = boundedPredictors(2);
    const all = Array.from({ length: 5 }, (_, number) => bounded(loadable(number)));
    const studies = Array.from({ length: 8 }, async (_, study) => {
      const outputs = await Promise.all(all.map(({ predict }) => predict(row(10 * study))));
      return outputs.map(({ y }) => y!.data[0]);
    });
    expect(await Promise.all(studies)).to.deep.equal(
      Array.from({ length: 8 }, (_, study) => Array.from({ length: 5 }, (__, number) => 10 * study + number)),
    );
    expect(most()).to.equal(2);
  });

  it('loads each network once for a chunk of studies that ask for the same ones', async () => {
    const { loadable, loads } = networks();
    const bounded = boundedPredictors(1);
    const all = Array.from({ length: 4 }, (_, number) => bounded(loadable(number)));
    await Promise.all(Array.from({ length: 6 }, () => Promise.all(all.map(({ predict }) => predict(row(0))))));
    expect(loads()).to.equal(4);
  });

  it('loads few networks anew for each study if most fit', async () => {
    const { loadable, loads } = networks();
    const bounded = boundedPredictors(8);
    const all = Array.from({ length: 10 }, (_, number) => bounded(loadable(number)));
    for (let study = 0; study < 20; study++) for (const { predict } of all) await predict(row(study));
    expect(loads()).to.be.at.most(10 + 19 * 3);
  });

  it('makes room from networks that only an earlier study needed', async () => {
    const { loadable, loads } = networks();
    const bounded = boundedPredictors(6);
    const all = Array.from({ length: 10 }, (_, number) => bounded(loadable(number)));
    for (const { predict } of all) await predict(row(0));
    for (let study = 1; study < 20; study++) for (const { predict } of all.slice(5)) await predict(row(study));
    expect(loads()).to.be.at.most(20);
  });

  it('keeps the folds of a model while the views of a stack ask for them in turn', async () => {
    const { loadable, loads } = networks();
    const bounded = boundedPredictors(20);
    const models = Array.from({ length: 10 }, (_, model) =>
      Array.from({ length: 5 }, (__, fold) => bounded(loadable(5 * model + fold))),
    );
    let begun = 0;
    const grade = async () => {
      while (begun++ < 8)
        for (const folds of models)
          for (let view = 0; view < 2; view++) await Promise.all(folds.map(({ predict }) => predict(row(0))));
    };
    await Promise.all([grade(), grade()]);
    expect(loads()).to.be.at.most(4 * 50); // two studies in progress load each network at most once
  });

  it('rejects those who wait for a network that cannot be loaded, and serves the others', async () => {
    const { loadable } = networks();
    const bounded = boundedPredictors(1);
    const broken = bounded({ ...loadable(1), load: () => Promise.reject(new Error('no such file')) });
    const good = bounded(loadable(2));
    const [a, b] = await Promise.allSettled([broken.predict(row(1)), good.predict(row(1))]);
    expect(a.status).to.equal('rejected');
    expect(b.status).to.equal('fulfilled');
  });
});
