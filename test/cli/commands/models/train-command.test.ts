import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { spinestream } from '../../../support/node-program.ts';
import { labelledStudies } from '../../../training/labelled-studies.ts';
import { FORAMINAL } from '../../../training/small-experiments.ts';

describe('spinestream train', () => {
  let folder = '';
  let experiment = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spinestream-test-'));
    await labelledStudies(folder, 6);
    experiment = join(folder, 'mine.yaml');
    await writeFile(experiment, `variables: { rate: 0.002 }\n${FORAMINAL.replace('0.002', '${rate}')}`);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const train = (...args: readonly string[]) => spinestream(['train', experiment, '--data', folder, ...args]);

  it('lists its jobs as commands that can be run one by one', () => {
    const { stdout, status } = train('--set', 'rate=0.1', '--limit', '5', '--out', 'my models', '--dry-run');
    expect(stdout.trim().split('\n')).to.eql(
      [1, 2, 3].map(
        (fold) =>
          `spinestream train ${experiment} --set rate=0.1 --data ${folder} --out 'my models' --limit 5 --fold ${fold} --resume`,
      ),
    );
    expect(status).to.equal(0);
  });

  it('warns of studies to leave out that there are not, before it lists jobs', async () => {
    const mistyped = join(folder, 'mistyped.yaml');
    await writeFile(mistyped, `${FORAMINAL}labels: { exclude: [1002] }\n`);
    const { stderr, status } = spinestream(['train', mistyped, '--data', folder, '--fold', '1', '--dry-run']);
    expect(stderr).to.contain(`${mistyped}:18:21  warning  labels.exclude: 1 of 1 studies have no labels here`);
    expect(status).to.equal(0);
  });

  it('hands engine and checkpoints on to its jobs', () => {
    const { stdout } = train('--engine', 'tfjs', '--backend', 'wasm', '--fold', '1', '--dry-run');
    expect(stdout).to.contain(' --engine tfjs --backend wasm --fold 1 --resume\n');
    expect(train('--checkpoint-minutes', '3', '--fold', '1', '--dry-run').stdout).to.contain(
      ' --checkpoint-minutes 3 --fold 1 --resume\n',
    );
    expect(train('--deterministic', '--fold', '1', '--dry-run').stdout).to.contain(
      ' --deterministic --fold 1 --resume\n',
    );
  });

  it('looks at the callbacks, too, before it lists jobs', () => {
    const { stderr, stdout, status } = train('--callbacks', join(folder, 'none.ts'), '--dry-run');
    expect(stderr).to.contain('this file of callbacks cannot be imported');
    expect([stdout, status]).to.eql(['', 2]);
  });

  it("refuses an engine that there is not, and a backend that is not the engine's", () => {
    expect(train('--engine', 'torch').stderr).to.contain('--engine "torch": unknown value; known: onnx, tfjs');
    const { stderr, status } = train('--engine', 'onnx', '--backend', 'wasm');
    expect(stderr).to.contain('the backend wasm belongs to TensorFlow.js, but the engine is onnx');
    expect(status).to.equal(2);
  });

  it('refuses numbers that are none, and ends with status 2', () => {
    const { stderr, status } = train('--fold', '0');
    expect([stderr, status]).to.eql(['--fold 0: expected an integer, at least 1\n', 2]);
  });

  it('prints what is wrong with a file', async () => {
    const wrong = join(folder, 'wrong.yaml');
    await writeFile(wrong, FORAMINAL.replace('epochs: 2', 'epoch: 2'));
    const { stderr, status } = spinestream(['train', wrong, '--data', folder]);
    expect(stderr).to.contain(`${wrong}:15:3  error  unknown option "epoch"; did you mean "epochs"?`);
    expect(status).to.equal(2);
  });

  it('previews one experiment, not a list of them', () => {
    const { stderr, status } = spinestream(['preview', 'all', '--data', folder, '--out', join(folder, 'x.png')]);
    expect(stderr).to.match(/^all lists 15 experiments; name one of them \(coord_sagt2, /);
    expect(status).to.equal(2);
  });
});
