import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { readRunFolder } from '../../../src/models/weights/run-folder.ts';
import { readSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import { studySetHash } from '../../../src/models/weights/study-set-hash.ts';
import type { Experiment } from '../../../src/training/experiment/experiment.ts';
import type { StepDone } from '../../../src/training/run/callbacks/events.ts';
import { type TrainOptions, trainExperiments, trainJobs } from '../../../src/training/run/train-experiments.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, trainOptions, withLine } from '../small-experiments.ts';
import { withTinyGrader } from '../tiny-networks.ts';
import { toyEngine } from './toy-engine.ts';

describe('trainExperiments', () => {
  const folder = temporaryFolder();
  const out = (): string => join(folder(), 'models');
  const run = (...parts: string[]): string => join(out(), 'foraminal', ...parts);
  beforeEach(() => labelledStudies(folder(), 6));

  const train = (changed: Partial<TrainOptions> = {}, ...experiments: readonly Experiment[]) =>
    trainExperiments((experiments.length > 0 ? experiments : [experimentOf(FORAMINAL)]).map(withTinyGrader), {
      ...trainOptions(),
      ...{ data: folder(), out: out(), fold: 1, startEngine: toyEngine() },
      ...changed,
    });
  const history = async () =>
    (await readFile(run('history.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  /** The history without what depends on the machine. */
  const losses = async () =>
    (await history()).map(({ seconds: _, samplesPerSecond: __, waitShare: ___, ...rest }) => rest);
  const weightIn = async (which: string, fold = 1) =>
    (await readSafetensors(run(`fold${fold}-${which}.safetensors`))).weights.get('weight')!.data[0];

  it('gives the same weights for studies whose series nobody described', async () => {
    await train();
    const expected = await weightIn('last');
    await rm(join(folder(), 'train_series_descriptions.csv'));
    await train({ existing: 'overwrite' });
    expect(await weightIn('last')).to.equal(expected);
  });

  it('writes a run folder that inference can open', async () => {
    await train();
    const { config, folds, splits } = await readRunFolder(run());
    expect(config).to.deep.include({
      name: 'foraminal',
      architecture: { kind: 'foraminal', backbone: 'resnet18', slices: 2, hidden: 8 },
      input: { slices: 2, resolutionPx: 32, sizeMm: 50 },
      classes: ['Normal/Mild', 'Moderate', 'Severe'],
    });
    expect(folds).to.eql([{ fold: 1, best: true, last: true }]);
    expect(splits!.map(({ fold, train: learned, validation }) => [fold, learned.length, validation.length])).to.eql([
      [1, 4, 2],
      [2, 4, 2],
      [3, 4, 2],
    ]);
    expect((await readdir(run('logs', 'fold1'))).join()).to.match(/^events\.out\.tfevents\.0\.000\.spinestream$/);
  });

  it('says beside the weights what they were trained on', async () => {
    await train();
    const { splits } = await readRunFolder(run());
    const { metadata } = await readSafetensors(run('fold1-best.safetensors'));
    expect(metadata).to.include({
      epoch: '2',
      train_studies_sha256: studySetHash(splits![0]!.train),
      validation_studies_sha256: studySetHash(splits![0]!.validation),
    });
  });

  it('has a line of history for every epoch', async () => {
    await train();
    const [first, second] = await history();
    // 4 studies give 40 samples, 5 batches of 8
    expect(first).to.deep.include({
      fold: 1,
      epoch: 1,
      step: 5,
      learningRate: 0.002,
      best: true,
    });
    expect(second).to.deep.include({ fold: 1, epoch: 2, step: 10, best: true });
    expect([first.validationLoss, second.validationLoss].map((loss) => loss.toFixed(9))).to.eql(
      [1 / 6, 1 / 11].map((loss) => loss.toFixed(9)),
    );
  });

  it('keeps the best epoch beside the last one', async () => {
    await train({ startEngine: toyEngine({ validationLoss: (step) => step }) });
    expect((await history()).map(({ best }) => best)).to.eql([true, false]);
    expect((await readSafetensors(run('fold1-best.safetensors'))).metadata.epoch).to.equal('1');
    expect((await readSafetensors(run('fold1-last.safetensors'))).metadata.epoch).to.equal('2');
    expect(await weightIn('best')).not.to.equal(await weightIn('last'));
  });

  it('gives the same history and weights for the same seed, and others for another', async () => {
    await train();
    const [once, weight] = [await losses(), await weightIn('last')];
    await train({ existing: 'overwrite' });
    expect(await losses()).to.eql(once);
    expect(await weightIn('last')).to.equal(weight);
    await train(
      { out: join(folder(), 'other') },
      experimentOf(withLine(FORAMINAL, '  batch: 8', '  batch: 8\n  seed: 43')),
    );
    const other = await readSafetensors(join(folder(), 'other', 'foraminal', 'fold1-last.safetensors'));
    expect(other.weights.get('weight')!.data[0]).not.to.equal(weight);
  });

  /** Trains until a step, then is stopped as by Ctrl-C (with a checkpoint) or killed (without). */
  const interrupted = async (step: number, how: 'stopped' | 'killed', changed: Partial<TrainOptions> = {}) => {
    const stopping = new AbortController();
    const onStep = (taken: number) => {
      if (taken !== step) return;
      if (how === 'killed') throw new Error('killed');
      stopping.abort();
    };
    await train({ ...changed, startEngine: toyEngine({ onStep }), stop: stopping.signal }).catch(() => []);
  };

  for (const how of ['stopped', 'killed'] as const)
    for (const step of [1, 3, 5, 6, 9, 10])
      it(`ends with the same history and weights after it was ${how} at step ${step} and continued`, async () => {
        await train();
        const [straight, weight] = [await losses(), await weightIn('last')];
        await train({ existing: 'overwrite', epochs: 1 });
        await interrupted(step, how, { existing: 'overwrite' });
        await train({ existing: 'resume' });
        expect(await losses()).to.eql(straight);
        expect(await weightIn('last')).to.equal(weight);
      });

  it('ends without a step, and leaves nothing half made, when it is stopped before its first batch', async () => {
    let taken = 0;
    const startEngine = toyEngine({ onStep: () => void taken++ });
    const stopping = new AbortController();
    const callbacks = [{ onStart: () => stopping.abort() }];
    const ends = await train({ stop: stopping.signal, callbacks, startEngine });
    expect([taken, ends.map(({ reason }) => reason)]).to.eql([0, ['asked']]);
    await train({ existing: 'resume' });
    const weight = await weightIn('last');
    await train({ existing: 'overwrite' });
    expect(await weightIn('last')).to.equal(weight);
  });

  it('keeps the events of an epoch that was stopped after its last step', async () => {
    await interrupted(5, 'stopped');
    await train({ existing: 'resume', epochs: 1, date: () => new Date(1000) });
    const events = await readFile(run('logs', 'fold1', 'events.out.tfevents.1.000.spinestream'), 'latin1');
    expect(events).to.contain('epoch/validation_loss').and.not.to.contain('step/loss');
  });

  it('tells of all coordinates that do not fit before the first step, and writes nothing', async () => {
    const file = join(folder(), 'train_label_coordinates.csv');
    const lines = (await readFile(file, 'utf8')).split('\n');
    const spoilt = lines.map((line) => {
      if (/^100,12,.*Left Neural.*L1/.test(line)) return line.replace(/,\d+,\d+$/, ',48.5,7');
      return /^103,12,.*Left Neural.*L1/.test(line) ? line.replace(',12,3,', ',12,9,') : line;
    });
    await writeFile(file, spoilt.join('\n'));
    const { code, message } = await rejectionOf(train());
    expect([code, message]).to.eql([
      'LABEL_COORDINATES_UNFIT',
      [
        'coordinates of 2 studies do not match their images',
        '  study 100 / series 12 / 3.dcm / label-keypoints: left_neural_foraminal_narrowing l1_l2: the coordinate (48.5, 7) is outside the image of 48 x 48 pixels; correct it, or list it in labels.drop',
        '  study 103 / series 12 / label-keypoints: left_neural_foraminal_narrowing_l1_l2: the coordinate refers to instance 9, which the series does not have; correct it, or list it in labels.drop',
      ].join('\n'),
    ]);
    expect(await readdir(folder())).not.to.include('models');
  });

  it('makes checkpoints within an epoch when the last one is old enough', async () => {
    await interrupted(4, 'killed', { checkpointEveryMs: 0 });
    const { metadata } = await readSafetensors(run('fold1-checkpoint.safetensors'));
    expect(JSON.parse(metadata.progress!)).to.include({ epoch: 0, batch: 3, step: 3 });
  });

  it('adds the line of an epoch that was saved but not told of', async () => {
    await train();
    const whole = await losses();
    await writeFile(run('history.jsonl'), `${(await readFile(run('history.jsonl'), 'utf8')).split('\n')[0]}\n`);
    await train({ existing: 'resume', epochs: 3 });
    expect((await losses()).slice(0, 2)).to.eql(whole);
  });

  it('ends after fewer epochs as if there were more, and goes on from there', async () => {
    await train({ epochs: 1 });
    expect(await history()).to.have.length(1);
    await train({ existing: 'resume' });
    const parts = await losses();
    await train({ existing: 'overwrite' });
    expect(await losses()).to.eql(parts);
  });

  it('begins folds that were not begun, and leaves finished ones alone', async () => {
    await train();
    const started: number[] = [];
    const callbacks = [{ onStart: ({ fold }: { fold: number }) => void started.push(fold) }];
    const ends = await train({ fold: undefined, existing: 'resume', callbacks });
    expect(started).to.eql([2, 3]);
    expect(ends.map(({ fold, reason }) => [fold, reason])).to.eql([
      [2, 'epochs'],
      [3, 'epochs'],
    ]);
  });

  it('stops when no epoch has been better for a while', async () => {
    const text = FORAMINAL.replace('epochs: 2', 'epochs: 9\n  earlyStop: { patience: 2 }');
    const losing = toyEngine({ validationLoss: (step) => (step === 10 ? 0.5 : 1) });
    const [end] = await train({ startEngine: losing }, experimentOf(text));
    expect(end).to.eql({ fold: 1, reason: 'early-stop', best: { epoch: 2, loss: 0.5 } });
    expect(await history()).to.have.length(4);
  });

  it('validates and saves the averaged weights where they are kept', async () => {
    const text = withLine(FORAMINAL, '  batch: 8', '  batch: 8\n  averageDecay: 0.5');
    await train({}, experimentOf(text));
    const { weights } = await readSafetensors(run('fold1-checkpoint.safetensors'));
    expect(await weightIn('last')).to.equal(weights.get('averaged/weight')!.data[0]);
    expect(await weightIn('last')).to.equal(Number(weights.get('weights/weight')!.data[0]) / 2);
  });

  it('tells callbacks of every step with its samples', async () => {
    const steps: StepDone[] = [];
    await train({ callbacks: [{ onStep: (done) => void steps.push(done) }] });
    expect(steps.map(({ epoch, batch, step }) => [epoch, batch, step])).to.deep.include.members([
      [1, 1, 1],
      [2, 1, 6],
      [2, 5, 10],
    ]);
    expect(steps[0]!.samples).to.have.length(8);
    expect(steps[0]!.samples[0]).to.match(/^10\d (left|right) l\d_[ls]\d$/);
  });

  it('stops at a step that cannot be taken, names its batch, and keeps the last checkpoint', async () => {
    await train({ epochs: 1 });
    const before = await readFile(run('fold1-checkpoint.safetensors'));
    const onStep = (step: number) => {
      if (step === 7) throw new SpineError({ code: 'TRAINING_DIVERGED', reason: 'step 7: the loss is NaN' });
    };
    const { code, reason } = await rejectionOf(train({ existing: 'resume', startEngine: toyEngine({ onStep }) }));
    expect(code).to.equal('TRAINING_DIVERGED');
    expect(reason).to.match(
      /^epoch 2, batch 2 \((10\d (left|right) l\d_[ls]\d(; )?){8}\): step 7: the loss is NaN; the last checkpoint is kept$/,
    );
    expect(await readFile(run('fold1-checkpoint.safetensors'))).to.eql(before);
  });

  it('says what to lower where memory runs out', async () => {
    const onStep = () => {
      throw new SpineError({ code: 'RUNTIME_CALL_FAILED', reason: 'step 1 failed: std::bad_alloc' });
    };
    const { reason } = await rejectionOf(train({ startEngine: toyEngine({ onStep }) }));
    expect(reason).to.match(
      /; out of memory: lower training\.microBatch or training\.batch, or the resolution; there is no checkpoint yet$/,
    );
  });

  it('does not say twice what to lower', async () => {
    const onStep = () => {
      throw new SpineError({ code: 'TRAINING_OUT_OF_MEMORY', reason: 'step 1 ran out of memory: lower microBatch' });
    };
    const { reason } = await rejectionOf(train({ startEngine: toyEngine({ onStep }) }));
    expect(reason).to.match(/: step 1 ran out of memory: lower microBatch; there is no checkpoint yet$/);
  });

  it('does not keep weights whose validation loss is not finite', async () => {
    const { code, reason } = await rejectionOf(train({ startEngine: toyEngine({ validationLoss: () => Number.NaN }) }));
    expect([code, reason]).to.eql([
      'VALIDATION_NOT_FINITE',
      'the validation loss of epoch 1 is NaN; the weights before this epoch are kept: lower the learning rate, or clip gradients',
    ]);
    expect((await readdir(run())).sort()).to.eql(['config.json', 'logs', 'splits.csv']);
  });

  it('refuses a fold that was begun, and one that there is not', async () => {
    await train({ epochs: 1 });
    const begun = await rejectionOf(train());
    expect([begun.code, begun.reason]).to.eql([
      'FOLD_ALREADY_TRAINED',
      'fold 1 was already started or trained in this folder; continue it with --resume, or discard it with --overwrite',
    ]);
    const unknown = await rejectionOf(train({ fold: 4 }));
    expect([unknown.code, unknown.reason]).to.eql(['FOLD_UNKNOWN', 'no fold 4; the experiment has 1, 2, 3']);
  });

  it('refuses the run folder of another experiment, other labels or other folds', async () => {
    await train({ epochs: 1 });
    const refusal = async (text: string, changed: Partial<TrainOptions> = {}) => {
      const { code, reason } = await rejectionOf(train({ existing: 'resume', ...changed }, experimentOf(text)));
      expect(code).to.equal('RUN_FOLDER_FOREIGN');
      return reason;
    };
    expect(await refusal(FORAMINAL.replace('batch: 8', 'batch: 4'))).to.equal(
      'this run folder belongs to another experiment (training differ); choose another --out folder, or remove this one',
    );
    expect(await refusal(FORAMINAL.replace('seed: 42', 'seed: 43'))).to.contain('(folds differ)');
    expect(await refusal(FORAMINAL, { limit: 5 })).to.contain('(labelled, folds differ)');
  });

  it('takes a run folder of another experiment in which nothing is trained', async () => {
    await rejectionOf(
      train({ startEngine: () => Promise.reject(new SpineError({ code: 'NO_ENGINE', reason: 'none' })) }),
    );
    await train({ epochs: 1 }, experimentOf(FORAMINAL.replace('batch: 8', 'batch: 4')));
    expect(await history()).to.have.length(1);
    const [{ step }] = await history();
    expect(step).to.equal(10); // 40 samples in batches of 4
  });

  it('refuses it while another process begins to train there', async () => {
    let refused: SpineError | undefined;
    const onStart = async () => {
      refused = await rejectionOf(train({}, experimentOf(FORAMINAL.replace('batch: 8', 'batch: 4'))));
    };
    await train({ epochs: 1, callbacks: [{ onStart }] });
    expect(refused?.code).to.equal('RUN_FOLDER_FOREIGN');
  });

  it('finds what is wrong with the second experiment before the first one is trained', async () => {
    const second = experimentOf(FORAMINAL.replace('name: foraminal', 'name: second'));
    await train({ epochs: 1 }, second);
    const { code } = await rejectionOf(train({}, experimentOf(FORAMINAL), second));
    expect(code).to.equal('FOLD_ALREADY_TRAINED');
    expect(existsSync(run())).to.equal(false);
  });

  it('finds weights to begin with that are not there before it makes a run folder', async () => {
    const text = withLine(FORAMINAL, '  resolutionPx: 32\n', '  resolutionPx: 32\n  start: { from: nowhere }\n');
    const experiment = experimentOf(text);
    const listed = await rejectionOf(trainJobs([experiment], { data: folder(), out: out() }));
    const trained = await rejectionOf(train({}, experiment));
    for (const { message } of [listed, trained]) expect(message).to.match(/^nowhere: cannot be read/);
    expect(existsSync(run())).to.equal(false);
  });

  it('refuses a checkpoint that is damaged', async () => {
    await train({ epochs: 1 });
    await writeFile(run('fold1-checkpoint.safetensors'), 'damaged');
    const { code, message } = await rejectionOf(train({ existing: 'resume' }));
    expect([code, message]).to.eql([
      'CHECKPOINT_INVALID',
      `${run('fold1-checkpoint.safetensors')}: cannot resume from this checkpoint; remove it to train the fold from the start`,
    ]);
  });

  it('refuses labels of which nothing can be learned', async () => {
    const { LOCATIONS } = await import('../../../src/domain/vocabulary.ts');
    const ungraded = [0, 1, 2, 3, 4, 5].flatMap((index) => LOCATIONS.map((location) => `${100 + index} ${location}`));
    await labelledStudies(folder(), 6, { ungraded });
    const { code, reason } = await rejectionOf(train());
    expect([code, reason]).to.eql([
      'SAMPLES_NONE',
      'no sample with a label in the 4 studies of the training part; check the labels and the folds',
    ]);
  });

  it('refuses a study in training and validation of a fold', async () => {
    const splits = join(folder(), 'folds.csv');
    await writeFile(splits, 'study_id,split,fold\n100,train,1\n101,train,1\n101,validation,1\n');
    const text = FORAMINAL.replace('folds: { count: 3, seed: 42 }', `folds: { splits: ${splits} }`);
    const { code, message } = await rejectionOf(train({}, experimentOf(text)));
    expect(code).to.equal('SPLITS_INVALID');
    expect(message).to.contain('folds.csv:4: fold 1 would train on study 101 and be validated on it');
  });

  it('lists its jobs', async () => {
    const jobs = await trainJobs([experimentOf(FORAMINAL)], { data: folder(), out: out() });
    expect(jobs.map(({ experiment, fold }) => `${experiment.name} ${fold}`)).to.eql([
      'foraminal 1',
      'foraminal 2',
      'foraminal 3',
    ]);
  });
});
