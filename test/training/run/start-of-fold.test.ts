import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkSplits } from '../../../src/models/check-splits.ts';
import { readRunFolder } from '../../../src/models/weights/run-folder.ts';
import { readSplits } from '../../../src/models/weights/splits.ts';
import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import type { Experiment } from '../../../src/training/experiment/experiment.ts';
import { startOfFold } from '../../../src/training/run/start-of-fold.ts';
import { type TrainOptions, trainExperiments, trainJobs } from '../../../src/training/run/train-experiments.ts';
import type { EngineOptions, TrainEngine } from '../../../src/training/train-engine.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, trainOptions } from '../small-experiments.ts';
import { withTinyGrader } from '../tiny-networks.ts';
import { toyEngine } from './toy-engine.ts';

const MARK = 'fc.bias';

/** An engine that learns nothing but the number of its fold, and tells what it began with. */
const markingEngine =
  (begun: string[]) =>
  async (options: EngineOptions): Promise<TrainEngine> => {
    const fold = Number(options.seed.split('/')[1]);
    const mark = options.weights.get(MARK)!;
    begun.push(`${fold} with ${Number.isInteger(mark.data[0]) ? mark.data[0] : 'chance'}`);
    const data = new Float32Array(mark.data.length).fill(fold);
    const weights: StateDict = new Map([...options.weights, [MARK, { dtype: 'float32', shape: mark.shape, data }]]);
    const engine = await toyEngine()(options);
    return { ...engine, state: async () => ({ ...(await engine.state()), weights }) };
  };

describe('startOfFold', () => {
  const folder = temporaryFolder();
  const out = () => join(folder(), 'models');
  const first = (text = FORAMINAL) => withTinyGrader(experimentOf(text));
  const second = (start: string, text = FORAMINAL): Experiment =>
    first(
      text
        .replace('name: foraminal', 'name: second')
        .replace(
          '  resolutionPx: 32\n',
          `  resolutionPx: 32\n  start: { from: ${join(out(), 'foraminal')}${start} }\n`,
        ),
    );
  const train = async (experiments: readonly Experiment[], changed: Partial<TrainOptions> = {}) => {
    const begun: string[] = [];
    await trainExperiments(experiments, {
      ...trainOptions(),
      ...{ data: folder(), out: out(), epochs: 1, startEngine: markingEngine(begun) },
      ...changed,
    });
    return begun;
  };
  beforeEach(() => labelledStudies(folder(), 6));

  it('begins each fold with the weights of its own', async () => {
    await train([first()]);
    expect(await train([second('')])).to.eql(['1 with 1', '2 with 2', '3 with 3']);
    await rm(join(out(), 'second'), { recursive: true });
    expect(await train([second('')], { fold: 3 })).to.eql(['3 with 3']);
  });

  it('begins with weights that are trained before it in the same list', async () => {
    const begun = await train([first(), second('')], { fold: 2 });
    expect(begun).to.eql(['2 with chance', '2 with 2']);
  });

  it('refuses the weights of one fold for all, and says how it is right', async () => {
    await train([first()]);
    const { code, reason } = await rejectionOf(train([second(', fold: 1')]));
    expect(code).to.equal('TRAINING_START_HAS_SEEN');
    expect(reason).to.match(
      /^data leakage: these weights were trained on 2 validation studies of fold 2 .*omit model\.start\.fold/,
    );
    expect(existsSync(join(out(), 'second'))).to.equal(false);
    expect(await train([second(', fold: 1')], { fold: 1 })).to.eql(['1 with 1']);
  });

  it("refuses a fold's own weights where the folds there were others, before a job is listed", async () => {
    await train([first()]);
    const others = second('', FORAMINAL.replace('seed: 42', 'seed: 43'));
    const { code } = await rejectionOf(trainJobs([others], { data: folder(), out: out() }));
    expect(code).to.equal('TRAINING_START_HAS_SEEN');
  });

  it('refuses a fold for which there are no weights, unless one fold is all that there is', async () => {
    await train([first()], { fold: 1 });
    await train([first()], { fold: 2 });
    expect((await rejectionOf(train([second('')]))).message).to.match(/foraminal: .*fold 3 best/);
    await rm(join(out(), 'foraminal', 'fold2-best.safetensors'));
    await rm(join(out(), 'foraminal', 'fold2-last.safetensors'));
    expect((await rejectionOf(train([second('')]))).code).to.equal('TRAINING_START_HAS_SEEN');
    await rm(join(out(), 'foraminal', 'splits.csv')); // as of ImageNet's: nobody says that it has seen a study
    expect(await train([second('')])).to.eql(['1 with 1', '2 with 1', '3 with 1']);
  });

  it('takes what the weights there were trained on for seen, though the labels here are others', async () => {
    await train([first()]);
    await labelledStudies(folder(), 6, { first: 200 });
    await train([second('')], { fold: 2 });
    const splits = await readSplits(join(out(), 'second', 'splits.csv'));
    const origin = await readSplits(join(out(), 'foraminal', 'splits.csv'));
    for (const [index, { train: seen, validation }] of splits!.entries()) {
      const own = seen.filter((id) => Number(id) >= 200);
      expect(own).to.have.lengthOf(4);
      expect(validation).to.have.lengthOf(2);
      expect(seen.slice(own.length)).to.eql(origin![index]!.train);
    }
    await checkSplits(await readRunFolder(join(out(), 'second')), 'best');
    expect(await train([second('')], { fold: 2, existing: 'resume' })).to.eql([]);
  });

  it('keeps to the fold that is named, and asks no file for folds', async () => {
    const start = { from: 'weights.pt', weights: 'best' as const, except: [] };
    expect((await startOfFold({ ...start, fold: 4 }, 2))?.fold).to.equal(4);
    expect((await startOfFold(start, 2))?.fold).to.equal(1);
    expect(await startOfFold(undefined, 2)).to.equal(undefined);
  });
});
