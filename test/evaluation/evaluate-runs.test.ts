import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { CONDITIONS, LEVELS } from '../../src/domain/vocabulary.ts';
import { type EvaluateOptions, evaluateRuns } from '../../src/evaluation/evaluate-runs.ts';
import { scoreFiles } from '../../src/evaluation/inputs/score-files.ts';
import type { Evaluation } from '../../src/evaluation/metrics/index.ts';
import { parseCalibration } from '../../src/operators/confidence/calibration.ts';
import { writeGradedRun } from '../support/graded-run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { labelsTable, submissionTable, twoFolds, writeModel, writeRun, writeStudies } from './inputs/evaluated-runs.ts';

const IDS = ['1', '2', '3', '4', '5', '6'];

describe('evaluateRuns', () => {
  const folder = temporaryFolder();
  const at = (...names: readonly string[]) => join(folder(), ...names);
  const evaluated = (options: Partial<EvaluateOptions> = {}): Promise<Evaluation> =>
    evaluateRuns({ inputs: [at('out')], out: at('out'), seed: 42, resamples: 20, nestedFolds: 3, ...options });
  const studies = () => at('studies');

  beforeEach(() => writeStudies(studies(), IDS, [{ study: '1', x: 10, y: 5 }]));

  describe('of a submission alone', () => {
    const submission = () => at('submission.csv');
    beforeEach(() => writeFile(submission(), submissionTable(['2', '1'])));

    it('gives the score of the challenge, and knows nothing of the models', async () => {
      const labels = at('studies', 'train.csv');
      const { grades, unseen, inputs, labelledStudies } = await evaluated({ inputs: [submission()], labels });
      const { score } = await scoreFiles({ truth: labels, submission: submission(), missing: 'as-normal' });
      expect(grades!.scores.asNormal.score!.value).to.be.closeTo(score!, 1e-12);
      expect([grades!.studies, labelledStudies, unseen]).to.eql([2, 6, 'unknown']);
      expect(inputs).to.eql([
        { name: 'submission.csv', pipeline: undefined, models: [], studies: 2, failed: undefined },
      ]);
    });

    it('needs labels', async () => {
      const { code, message } = await rejectionOf(evaluated({ inputs: [submission()] }));
      expect(code).to.equal('LABELS_NOT_GIVEN');
      expect(message).to.equal('no labels: no train.csv next to the studies of the run; give the file with --labels');
    });

    it('refuses labels of other studies, and labels that say a study twice', async () => {
      await writeFile(at('other.csv'), labelsTable('77'));
      const none = await rejectionOf(evaluated({ inputs: [submission()], labels: at('other.csv') }));
      expect(none.code).to.equal('EVALUATION_EMPTY');
      expect(none.message).to.equal(
        `${submission()}: no study here has labels in ${at('other.csv')}; give the labels of the graded studies (if the table is empty, see errors.jsonl next to it)`,
      );
      await writeFile(at('twice.csv'), labelsTable('1', '2', '1'));
      const twice = await rejectionOf(evaluated({ inputs: [submission()], labels: at('twice.csv') }));
      expect(twice.code).to.equal('LABEL_STUDY_TWICE');
      expect(twice.message).to.equal(`study 1 / ${at('twice.csv')}: duplicate row for this study; remove one`);
    });

    it('has no keypoints to compare coordinates with', async () => {
      const labels = at('studies', 'train.csv');
      const coordinates = at('studies', 'train_label_coordinates.csv');
      const { code, message } = await rejectionOf(evaluated({ inputs: [submission()], labels, coordinates }));
      expect(code).to.equal('EVALUATION_WITHOUT_KEYPOINTS');
      expect(message).to.equal(
        `${coordinates}: no predicted coordinates to compare these with; give the output folder of a run with coordinates.csv, or omit --coordinates`,
      );
    });

    it('refuses a study that has some of its locations only, or one of them twice', async () => {
      const rows = submissionTable(['1']).trimEnd().split('\n');
      await writeFile(submission(), `${rows.slice(0, -1).join('\n')}\n`);
      const given = { inputs: [submission()], labels: at('studies', 'train.csv') };
      expect(await rejectionOf(evaluated(given))).to.include({ code: 'SUBMISSION_ROWS_MISSING' });
      await writeFile(submission(), `${[...rows, rows[3]].join('\n')}\n`);
      const { code, message } = await rejectionOf(evaluated(given));
      expect(code).to.equal('SUBMISSION_ROW_TWICE');
      expect(message).to.equal(`${submission()}:27: duplicate row_id "1_spinal_canal_stenosis_l3_l4"; remove one`);
    });
  });

  describe('of a run', () => {
    const model = () => at('models', 'toy');
    const run = (folds: 'all' | 'out-of-fold' | readonly number[], ids = IDS) =>
      writeRun(at('out'), { studies: studies(), submission: submissionTable(ids), model: { path: model(), folds } });
    beforeEach(() => writeModel(model(), { splits: twoFolds(IDS) }));

    it('takes labels and coordinates from beside the studies, and writes both files', async () => {
      await writeRun(at('out'), {
        studies: studies(),
        submission: submissionTable(IDS),
        coordinates: [{ study: '1', x: 0.25, y: 0.25 }],
        model: { path: model(), folds: 'out-of-fold' },
        failed: 2,
      });
      const result = await evaluated();
      expect(result.unseen).to.equal('checked');
      expect(result.inputs[0]).to.eql({
        name: 'out',
        pipeline: 'mine',
        models: [{ name: 'toy', folds: 'out-of-fold', unseen: 'checked' }],
        studies: 6,
        failed: 2,
      });
      expect(result.keypoints!.errors[0]).to.include({ points: 1, found: 1, meanMm: 0 });
      const written = JSON.parse(await readFile(at('out', 'evaluation.json'), 'utf8'));
      expect(written).to.eql(JSON.parse(JSON.stringify(result)));
      expect(await readFile(at('out', 'evaluation.html'), 'utf8')).to.match(/^<!doctype html>/);
    });

    it('takes a run of studies that nobody described', async () => {
      await rm(at('studies', 'train_series_descriptions.csv'));
      await writeRun(at('out'), {
        studies: studies(),
        submission: submissionTable(IDS),
        coordinates: [{ study: '1', x: 0.25, y: 0.25 }],
        undescribed: true,
      });
      const { grades, keypoints } = await evaluated();
      expect(grades!.studies).to.equal(6);
      expect(keypoints!.errors[0]).to.include({ points: 1, found: 1, meanMm: 0 });
    });

    it('writes the same files again', async () => {
      await run('out-of-fold');
      await evaluated();
      const files = () =>
        Promise.all(['json', 'html'].map((kind) => readFile(at('out', `evaluation.${kind}`), 'utf8')));
      const first = await files();
      await evaluated();
      expect(await files()).to.eql(first);
    });

    it('refuses a planted leak: a study graded by weights that were trained on it', async () => {
      await run('all');
      const { code, message } = await rejectionOf(evaluated());
      expect(code).to.equal('EVALUATION_LEAKS');
      expect(message).to.equal(
        `${model()}: data leakage: fold 1 of model "toy" was trained on 3 of the studies that it graded (1, 3, 5); grade them out of fold (spinestream evaluate <pipeline>), or evaluate other studies`,
      );
    });

    it('refuses it for keypoints as for grades', async () => {
      const coordinates = [{ study: '1', x: 0.5, y: 0.5 }];
      await writeRun(at('out'), { studies: studies(), coordinates, model: { path: model(), folds: 'all' } });
      expect(await rejectionOf(evaluated())).to.include({ code: 'EVALUATION_LEAKS' });
    });

    it('takes the folds that graded, and no others', async () => {
      await run([2], ['1', '3']);
      expect(await evaluated()).to.include({ unseen: 'checked' });
      await run([1], ['1', '3']);
      expect(await rejectionOf(evaluated())).to.include({ code: 'EVALUATION_LEAKS' });
    });

    it('refuses a table of folds that is not that of the training', async () => {
      await run('all', ['2']);
      await writeModel(model(), { splits: twoFolds(IDS), trained: ['2', '3', '5'] });
      await run('all', ['2']);
      const { code, message } = await rejectionOf(evaluated());
      expect(code).to.equal('SPLITS_FOREIGN');
      expect(message).to.equal(
        `${join(model(), 'splits.csv')}: this table does not list the training studies of the weights of fold 1, so data leakage cannot be ruled out; restore the splits.csv of their training`,
      );
    });

    it('refuses weights that are not those of the run any more', async () => {
      await run('out-of-fold');
      await writeModel(model(), { splits: twoFolds(IDS), value: 7 });
      const { code, message } = await rejectionOf(evaluated());
      expect(code).to.equal('EVALUATION_MODEL_CHANGED');
      expect(message).to.equal(
        `${model()}: the weights of fold 1 of model "toy" changed since this run, so data leakage cannot be ruled out; run the pipeline again`,
      );
    });

    it('refuses a run whose model is gone', async () => {
      await run('out-of-fold');
      await rm(model(), { recursive: true });
      const { code, message } = await rejectionOf(evaluated());
      expect(code).to.equal('EVALUATION_MODEL_GONE');
      expect(message).to.equal(
        `${model()}: cannot read the run folder of model "toy", so data leakage cannot be ruled out; restore it, or give submission.csv to score it unchecked`,
      );
    });

    it('says that it does not know of a model that does not say what it was trained on', async () => {
      await writeModel(model(), {});
      await run('all');
      const { unseen, inputs } = await evaluated();
      expect([unseen, inputs[0]!.models[0]!.unseen]).to.eql(['unknown', 'unknown']);
      expect(await readFile(at('out', 'evaluation.html'), 'utf8')).to.include(
        'Nothing says which studies these models were trained on.',
      );
    });

    it('takes models that know none of the studies', async () => {
      await writeModel(model(), { splits: twoFolds(['901', '902']) });
      await run('all');
      expect(await evaluated()).to.include({ unseen: 'checked' });
    });

    it('says of a run that was stopped that there may be more studies', async () => {
      const model = { path: at('models', 'toy'), folds: 'out-of-fold' } as const;
      await writeRun(at('out'), { studies: studies(), submission: submissionTable(IDS), model, stopped: true });
      expect((await evaluated()).inputs[0]).to.include({ studies: 6, stopped: true });
      expect(await readFile(at('out', 'evaluation.html'), 'utf8')).to.include(
        'The run was stopped; the numbers are of',
      );
    });

    it('refuses a run that did not end, and a record that is none', async () => {
      await run('out-of-fold');
      await writeFile(at('out', 'run.json'), '{}');
      const invalid = await rejectionOf(evaluated());
      expect(invalid.code).to.equal('RUN_RECORD_INVALID');
      expect(invalid.message).to.equal(
        `${at('out', 'run.json')}: not the record of a run; run the pipeline again, or give submission.csv to score it unchecked`,
      );
      expect(invalid.cause)
        .to.be.an('error')
        .with.property('message')
        .that.includes('missing entry "pipeline" (expected a map)');
      await rm(at('out', 'run.json'));
      const unfinished = await rejectionOf(evaluated());
      expect(unfinished.code).to.equal('RUN_UNFINISHED');
      expect(unfinished.message).to.equal(
        `${at('out')}: the run in this folder is unfinished (no run.json); continue it with spinestream run --resume`,
      );
    });

    it('refuses a folder without results', async () => {
      const { code, message } = await rejectionOf(evaluated({ inputs: [studies()] }));
      expect(code).to.equal('EVALUATION_INPUT_UNKNOWN');
      expect(message).to.equal(
        `${studies()}: nothing to evaluate here; expected the output folder of a run with submission.csv or coordinates.csv, or a submission as a .csv file`,
      );
    });
  });

  describe('of some conditions', () => {
    const table = (pattern: RegExp, studies = IDS, certainty?: number) =>
      submissionTable(studies, certainty)
        .split('\n')
        .filter((line) => line.startsWith('row_id') || pattern.test(line))
        .join('\n');

    it('gives the parts of those, and no score, and names the others', async () => {
      await writeRun(at('whole'), { studies: studies(), submission: submissionTable(IDS) });
      await writeRun(at('spinal'), { studies: studies(), submission: table(/spinal/) });
      const { grades: whole } = await evaluated({ inputs: [at('whole')] });
      const { grades, confidence, subgroups } = await evaluated({ inputs: [at('spinal')], out: at('spinal') });
      const { spinal, anySevereSpinal } = whole!.scores.asNormal;
      expect(grades!.scores.asNormal).to.eql({ spinal, anySevereSpinal });
      expect(grades!.notGraded).to.eql(CONDITIONS.slice(1));
      expect(whole!.notGraded).to.eql([]);
      expect(grades!.baselines.map(({ scores, gain }) => [scores.asNormal.score, gain.asNormal])).to.eql([
        [undefined, undefined],
        [undefined, undefined],
      ]);
      expect(grades!.locations.filter(({ logLoss }) => logLoss !== undefined)).to.have.length(LEVELS.length);
      expect(grades!.metrics.every(({ estimate }) => estimate !== undefined)).to.equal(true);
      expect(confidence!.curves.map(({ conditions }) => conditions)).to.eql(['all', 'spinal_canal_stenosis']);
      expect(subgroups.find(({ by }) => by === 'condition')!.groups).to.have.length(1);
      const page = await readFile(at('spinal', 'evaluation.html'), 'utf8');
      expect(page)
        .to.include('Not graded: Left Neural Foraminal Narrowing, ')
        .and.to.include('No score, which needs all conditions');
    });

    it('gives no part that lacks one of its sides', async () => {
      await writeRun(at('left'), { studies: studies(), submission: table(/spinal|left_neural/) });
      const { grades } = await evaluated({ inputs: [at('left')] });
      expect(Object.keys(grades!.scores.asNormal)).to.eql(['spinal', 'anySevereSpinal']);
      expect(grades!.notGraded).to.not.include('left_neural_foraminal_narrowing');
    });

    it('compares runs, and averages them, on the conditions that all of them grade', async () => {
      await writeRun(at('whole'), { studies: studies(), submission: submissionTable(IDS, 0.9) });
      await writeRun(at('spinal'), { studies: studies(), submission: table(/spinal/, IDS, 0.01) });
      const { against } = await evaluated({ inputs: [at('whole')], against: at('spinal') });
      expect(against!.notGraded).to.eql(CONDITIONS.slice(1));
      expect(Object.keys(against!.gain.asNormal)).to.eql(['spinal', 'anySevereSpinal']);
      expect(against!.accuracy.map(({ conditions }) => conditions)).to.eql(['all', 'spinal_canal_stenosis']);
      const { grades, ensemble } = await evaluated({ inputs: [at('whole'), at('spinal')] });
      expect(grades!.notGraded).to.eql(CONDITIONS.slice(1));
      expect(ensemble!.searched.weights).to.eql([1, 0]);
      await writeFile(at('others.csv'), table(/neural/));
      const none = evaluated({ inputs: [at('spinal'), at('others.csv')] });
      expect(await rejectionOf(none)).to.include({ code: 'EVALUATION_WITHOUT_COMMON_CONDITION' });
    });
  });

  describe('of several', () => {
    it('evaluates their plain mean over the studies that all graded, and searches weights', async () => {
      await writeRun(at('sure'), { studies: studies(), submission: submissionTable(IDS, 0.9) });
      await writeRun(at('wrong'), { studies: studies(), submission: submissionTable(IDS.slice(1), 0.01) });
      const { grades, ensemble } = await evaluated({ inputs: [at('sure'), at('wrong')] });
      expect(grades!.studies).to.equal(5);
      const [sure, wrong] = ensemble!.members.map(({ asNormal }) => asNormal.score!);
      expect(grades!.scores.asNormal.score!.value).to.be.within(sure!, wrong!);
      expect(ensemble!.searched.weights).to.eql([1, 0]);
    });
  });

  describe('of a run that says how sure it was', () => {
    const STUDIES = 60;
    const made = (name: string) => at('made', name);
    beforeEach(async () => {
      await mkdir(at('made'));
      await writeGradedRun(at('made'), STUDIES);
    });
    const all = (options: Partial<EvaluateOptions> = {}) =>
      evaluated({ inputs: [at('made')], labels: made('labels.csv'), ...options });

    it('fits a calibration to it that assess-confidence reads, with the hash of what it was fitted on', async () => {
      const { confidence } = await all();
      const file = at('out', 'calibration.json');
      const { fittedOn, reference, model } = parseCalibration(await readFile(file), file);
      expect(confidence!.confidence).to.equal('fitted');
      expect(model.features.map(({ name }) => name))
        .to.include('peak')
        .and.not.to.include('fold_disagreement');
      expect(Object.keys(fittedOn.tables)).to.eql(['submission.csv', 'confidence.csv', 'labels.csv']);
      const { hash, ...what } = fittedOn;
      expect(hash).to.equal(createHash('sha256').update(JSON.stringify(what)).digest('hex'));
      expect(fittedOn).to.include({ pipeline: 'made', studies: STUDIES, unseen: 'checked' });
      expect(reference).to.eql(reference.toSorted((a, b) => a - b));
      await all({ seed: 43, out: at('again') });
      expect(parseCalibration(await readFile(at('again', 'calibration.json')), file).model).to.eql(model);
    });

    it('fits none to an ensemble, nor to a submission alone', async () => {
      const submission = made('submission.csv');
      for (const inputs of [[submission], [at('made'), made('other.csv')]]) {
        const { confidence } = await all({ inputs });
        expect(confidence!.confidence).to.equal('fitted');
        expect(existsSync(at('out', 'calibration.json'))).to.equal(false);
      }
    });

    it('compares grades with readers, in groups, and with another run', async () => {
      const { agreement, subgroups, against } = await all({
        readers: [made('reader.csv')],
        groups: made('groups.csv'),
        against: made('other.csv'),
      });
      expect(agreement.filter(({ conditions }) => conditions === 'all').map(({ other }) => other)).to.eql([
        ...['labels', 'reader', 'reader'],
      ]);
      expect(agreement.find(({ other }) => other === 'reader')!.studies).to.equal(STUDIES / 2);
      expect(subgroups.map(({ by }) => by)).to.eql([
        ...['condition', 'level', 'side', 'seen', 'field_strength', 'manufacturer', 'age', 'sex', 'site'],
      ]);
      expect(against).to.include({ name: 'other.csv', unseen: 'unknown', studies: STUDIES });
      const table = await readFile(at('out', 'evaluation-subgroups.csv'), 'utf8');
      expect(table.split('\n')[0]).to.include('by,group,studies,locations,severe,accuracy,accuracy_low');
      expect(table).to.match(/^age,under 40,15,/m);
    });

    it('compares with no run that has no study in common', async () => {
      await writeFile(made('other.csv'), submissionTable(['77']));
      const labels = at('studies', 'train.csv');
      await writeFile(made('one.csv'), submissionTable(['1']));
      await writeFile(made('two.csv'), submissionTable(['2']));
      const given = { inputs: [made('one.csv')], labels, against: made('two.csv') };
      expect(await rejectionOf(evaluated(given))).to.include({ code: 'EVALUATION_EMPTY' });
    });

    it('writes no cell that a spreadsheet would compute', async () => {
      await writeFile(made('groups.csv'), `study_id,site\n100000,=1+1\n`);
      await all({ groups: made('groups.csv') });
      expect(await readFile(at('out', 'evaluation-subgroups.csv'), 'utf8')).to.include("site,'=1+1,");
    });
  });
});
