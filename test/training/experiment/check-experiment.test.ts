import { expect } from 'chai';
import { formatDiagnostic } from '../../../src/config/diagnostic.ts';
import { checkExperiment } from '../../../src/training/experiment/check-experiment.ts';
import { FORAMINAL, KEYPOINTS, withLine } from '../small-experiments.ts';

const diagnosticsOf = (text: string, variables = {}): readonly string[] =>
  checkExperiment(text, 'mine.yaml', variables).diagnostics.map(formatDiagnostic);

/** What is found when a line of a good file is another one. */
const foundWith = (text: string, old: string, changed: string): readonly string[] =>
  diagnosticsOf(withLine(text, old, changed));

describe('checkExperiment', () => {
  it('finds nothing wrong with a good file', () => {
    expect(diagnosticsOf(FORAMINAL)).to.eql([]);
    expect(diagnosticsOf(KEYPOINTS)).to.eql([]);
  });

  it('fills in what a file leaves out', () => {
    const { frame, architecture, varies } = checkExperiment(FORAMINAL, 'mine.yaml', {}).experiment!;
    expect(architecture.name).to.equal('foraminal (resnet18)');
    expect(varies).to.equal(false);
    expect(frame.training).to.deep.include({
      weightDecay: 0.01,
      classWeights: [1, 2, 4],
      schedule: 'constant',
      freeze: [],
    });
    expect(frame.augmentation).to.eql({ filterProbability: 0.5, shuffleProbability: 0, maxAngleDeg: 15 });
    expect(frame.loading).to.eql({ readers: 2, readAhead: 2, shuffleMb: 512 });
  });

  it('finds predicted keypoints without a table, a table without a step, and a loss for other networks', () => {
    const predicted = 'conditions: foraminal, predicted: 0.5,';
    const without = diagnosticsOf(FORAMINAL.replace('conditions: foraminal,', predicted));
    expect(without[0]).to.match(/8:\d+ {2}error {2}label-keypoints: "predicted" takes keypoints that networks found/);
    const table = 'labels: { predicted: c.csv }\nsteps:';
    expect(diagnosticsOf(FORAMINAL.replace('conditions: foraminal,', predicted).replace('steps:', table))).to.eql([]);
    expect(diagnosticsOf(FORAMINAL.replace('steps:', table))[0]).to.match(
      /warning {2}labels: no step takes the predicted/,
    );
    expect(diagnosticsOf(FORAMINAL.replace(/^training:\n/m, 'training:\n  loss: { any-severe: {} }\n'))[0]).to.match(
      /the loss "any-severe" is for networks of the kind study or level_2, and this one is "foraminal"; name another one$/,
    );
  });

  it('takes "none" for predicted keypoints as if they were not mentioned', () => {
    const given = FORAMINAL.replace('conditions: foraminal,', 'conditions: foraminal, predicted: 0.5,');
    const none = checkExperiment(given.replace('steps:', 'labels: { predicted: none }\nsteps:'), 'x.yaml', {});
    const plain = checkExperiment(FORAMINAL, 'x.yaml', {});
    expect(none.diagnostics).to.eql([]);
    expect(none.experiment?.varies).to.equal(false);
    expect(none.experiment?.identity).to.equal(plain.experiment?.identity);
    expect(none.experiment?.recipe).to.equal(plain.experiment?.recipe);
  });

  it('finds an augmentation that does not fit the samples', () => {
    const text = KEYPOINTS.replace('{ shuffleProbability: 0.5 }', '{ mixup: {}, cutmix: {} }');
    expect(diagnosticsOf(text)[0]).to.match(
      /augmentation: "cutmix" is one of grades, and the samples are heatmaps; remove it$/,
    );
  });

  it('finds a loss that does not fit the samples, and more than one', () => {
    const withLoss = (text: string, loss: string) =>
      diagnosticsOf(text.replace(/^training:\n/m, `training:\n  loss: ${loss}\n`));
    expect(withLoss(FORAMINAL, '{ cross-entropy: {} }')).to.eql([]);
    expect(withLoss(FORAMINAL, '{ mean-squared-error: {} }')[0]).to.match(
      /the loss "mean-squared-error" is one of heatmaps, and the samples are grades; name another one$/,
    );
    expect(withLoss(KEYPOINTS, '{ cross-entropy: {}, mean-squared-error: {} }')[0]).to.match(/expected one loss/);
    expect(withLoss(KEYPOINTS, '{ cross-entropi: {} }').join()).to.match(/did you mean "cross-entropy"\?/);
  });

  it('finds misspelt options wherever they are, with the nearest known one', () => {
    expect(foundWith(FORAMINAL, '  batch: 8', '  bacth: 8')).to.eql([
      'mine.yaml:16:3  error  unknown option "bacth"; did you mean "batch"? (known: averageDecay, backend, batch, betas, classWeights, clipNorm, earlyStop, engine, epochs, eps, freeze, learningRate, loss, microBatch, schedule, seed, weightDecay)',
    ]);
    expect(foundWith(FORAMINAL, 'folds: { count: 3, seed: 42 }', 'folds: { counts: 3 }')).to.eql([
      'mine.yaml:13:10  error  unknown option "counts"; did you mean "count"? (known: count, seed, splits)',
    ]);
    expect(foundWith(FORAMINAL, 'crop-rois: { keypoints: sagt1,', 'crop-rois: { keypoint: sagt1,').join('\n')).to.match(
      /mine.yaml:10:18 {2}error {2}crop-rois: unknown option "keypoint"; did you mean "keypoints"/,
    );
  });

  it('finds values that cannot be', () => {
    expect(foundWith(FORAMINAL, 'epochs: 2', 'epochs: 0')).to.eql([
      'mine.yaml:15:11  error  "training.epochs" is 0 (a number), expected at least 1',
    ]);
    expect(foundWith(FORAMINAL, '  batch: 8\n', '  batch: 8\n  microBatch: 9\n')).to.eql([
      'mine.yaml:17:15  error  training: "microBatch" is 9, expected at most the batch of 8',
    ]);
    expect(foundWith(KEYPOINTS, '  batch: 2\n', '  batch: 2\n  microBatch: 1\n')[0]).to.match(
      /training: "microBatch" is 1, expected at least 2: batch statistics of a keypoint network need two samples$/,
    );
    expect(foundWith(FORAMINAL, '  batch: 8\n', '  batch: 8\n  schedule: { cosin: {} }\n')).to.eql([
      'mine.yaml:17:13  error  "training.schedule" is a map, expected "constant" or a map with "cosine" or a map with "step"',
    ]);
    expect(foundWith(FORAMINAL, 'name: foraminal', 'name: ../foraminal')[0]).to.contain(
      'expected the plain name of a folder',
    );
  });

  it('finds everything at once, in the order of the file', () => {
    const text = FORAMINAL.replace('backbone: resnet18', 'backbone: resnet19')
      .replace('load-series', 'load-serie')
      .replace('epochs: 2', 'epochs: many');
    const [network, first, second] = diagnosticsOf(text);
    expect(network).to.match(/^mine.yaml:3:17 {2}error {2}model: .*resnet19/);
    expect(first).to.match(/^mine.yaml:7:5 {2}error {2}unknown operator "load-serie"; did you mean "load-series"/);
    expect(second).to.match(/^mine.yaml:15:11 {2}error {2}"training.epochs" is "many"/);
  });

  it('finds a network that there is not, or that does not take the resolution', () => {
    expect(foundWith(FORAMINAL, 'backbone: resnet18', 'backbone: resnet19')[0]).to.match(
      /^mine.yaml:3:17 {2}error {2}model: .*resnet19.*resnet18/,
    );
    expect(foundWith(FORAMINAL, 'resolutionPx: 32\n', 'resolutionPx: 33\n')[0]).to.match(
      /^mine.yaml:3:17 {2}error {2}model: .*33.*multiple of 32/,
    );
  });

  it('finds patterns of parameters that freeze none, or all', () => {
    const frozen = (patterns: string) => foundWith(FORAMINAL, '  batch: 8', `  batch: 8\n  freeze: ${patterns}`);
    expect(frozen('["model.*.conv1.*"]')).to.eql([]);
    expect(frozen('["model.*.conv1.*", modl.*]')).to.eql([
      'mine.yaml:17:31  error  training: freeze: no parameter matches "modl.*" (e.g. model.model.conv1.weight); `*` is a wildcard',
    ]);
    expect(frozen('["*"]')).to.eql([
      'mine.yaml:17:12  error  training: freeze: * leaves nothing to train; freeze fewer parameters',
    ]);
  });

  it('finds entries that nobody writes, also those that the samples read', () => {
    expect(foundWith(FORAMINAL, 'selections: sagt1, resolutionPx', 'selections: sag, resolutionPx')[0]).to.match(
      /^mine.yaml:9:5 {2}warning {2}select-slices: nothing reads "selections.sagt1"/,
    );
    expect(foundWith(FORAMINAL, 'rois: { sagt1: sagt1 }', 'rois: { sagt1: sagt2 }')).to.include(
      'mine.yaml:11:1  error  samples: reads "rois.sagt2", which nothing before it writes; crop-rois at line 10 writes "rois.sagt1"',
    );
  });

  it('refuses operators that ask models', () => {
    const steps = '  - load-series: {}\n  - classify: { model: x, rois: {}, as: x }\n';
    expect(foundWith(FORAMINAL, '  - load-series: {}\n', steps)[0]).to.match(/unknown operator "classify"/);
  });

  it('finds samples that do not fit the network', () => {
    expect(
      foundWith(
        KEYPOINTS,
        'heatmaps: { stacks: sagt2, keypoints: sagt2, stdPx: 2 }',
        'grades: { rois: { sagt2: sagt2 } }',
      )[0],
    ).to.equal('mine.yaml:13:11  error  samples: a keypoint network learns from "heatmaps", not "grades"');
    expect(
      foundWith(FORAMINAL, 'grades: { rois: { sagt1: sagt1 } }', 'heatmaps: { stacks: x, keypoints: x }')[0],
    ).to.equal(
      'mine.yaml:12:13  error  samples: a network of the kind "foraminal" learns from "grades", not "heatmaps"',
    );
    expect(foundWith(KEYPOINTS, 'outChannels: 5', 'outChannels: 2')[0]).to.equal(
      'mine.yaml:13:13  error  samples: the network draws 2 heatmaps, but there are 5 levels; set "channels", or outChannels of the architecture',
    );
    expect(foundWith(FORAMINAL, 'rois: { sagt1: sagt1 }', 'rois: { axial: sagt1 }')[0]).to.equal(
      'mine.yaml:12:19  error  samples: a network of the kind "foraminal" also looks at sagt1; name the regions',
    );
    expect(foundWith(FORAMINAL, 'rois: { sagt1: sagt1 }', 'rois: { sagt1: sagt1, axial: sagt1 }')[0]).to.equal(
      'mine.yaml:12:35  error  samples: a network of the kind "foraminal" does not look at axial; remove that',
    );
    expect(foundWith(KEYPOINTS, 'samples:\n', 'samples:\n  grades: { rois: {} }\n')[0]).to.contain(
      'expected one of "heatmaps", "grades" and "logits"',
    );
  });

  it('finds probabilities for what the samples do not have', () => {
    expect(foundWith(KEYPOINTS, 'shuffleProbability: 0.5', 'shuffleProbability: { sagt3: 0.5 }')).to.eql([
      'mine.yaml:14:39  error  augmentation: the samples have no "sagt3"; did you mean "sagt2"? (known: sagt2)',
    ]);
  });

  it('puts variables in, and knows them as part of what the weights follow from', () => {
    const text = `variables: { rate: 0.002 }\n${withLine(FORAMINAL, 'learningRate: 0.002', 'learningRate: ${rate}')}`;
    const identity = (variables: Readonly<Record<string, string>>) =>
      checkExperiment(text, 'mine.yaml', variables).experiment!.identity;
    expect(identity({ rate: '0.002' })).to.equal(identity({}));
    expect(identity({ rate: '0.003' })).not.to.equal(identity({}));
    expect(diagnosticsOf(text, { rat: '1' })[0]).to.contain('the file has no variable "rat"; did you mean "rate"?');
  });

  it('says so when the file is empty', () => {
    expect(diagnosticsOf('')).to.eql([
      'mine.yaml:1:1  error  the file is empty; expected "model", "steps", "samples" and "training"',
    ]);
  });

  it('marks steps that give other pictures in every epoch', () => {
    const text = withLine(
      FORAMINAL,
      '  - crop-rois: { keypoints: sagt1, selections: sagt1,',
      '  - shift-slices: { selections: sagt1, by: 1, as: moved }\n  - crop-rois: { keypoints: sagt1, selections: moved,',
    );
    expect(checkExperiment(text, 'mine.yaml', {}).experiment!.varies).to.equal(true);
  });

  it('has the same identity with more epochs, unless the schedule follows them', () => {
    const identity = (text: string) => checkExperiment(text, 'mine.yaml', {}).experiment!.identity;
    expect(identity(FORAMINAL.replace('epochs: 2', 'epochs: 3'))).to.equal(identity(FORAMINAL));
    expect(identity(KEYPOINTS.replace('epochs: 2', 'epochs: 3'))).not.to.equal(identity(KEYPOINTS));
    const fixed = KEYPOINTS.replace('cosine: {}', 'cosine: { period: 2 }');
    expect(identity(fixed.replace('epochs: 2', 'epochs: 3'))).to.equal(identity(fixed));
  });
});
