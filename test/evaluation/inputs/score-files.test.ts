import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { scoreTable } from '../../../src/cli/terminal/score-table.ts';
import { LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { scoreFiles } from '../../../src/evaluation/inputs/score-files.ts';
import { describeGoldens, goldenJson, goldenPath } from '../../support/goldens.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const SCORE_TOL = 1e-5;
const HEADER = 'row_id,normal_mild,moderate,severe';
const THIRD = '0.3333333333333333,0.3333333333333333,0.3333333333333333';

const truthRow = (study: string, labels: Readonly<Record<string, string>> = {}): string =>
  [study, ...LOCATIONS.map((location) => labels[location] ?? 'Normal/Mild')].join(',');
const truthOf = (...rows: readonly string[]): string => [['study_id', ...LOCATIONS].join(','), ...rows, ''].join('\n');
const rowsOf = (study: string, values = THIRD): string[] =>
  LOCATIONS.map((location) => `${study}_${location},${values}`);
const submissionOf = (...rows: readonly string[]): string => [HEADER, ...rows, ''].join('\n');

describe('scoreFiles', () => {
  const folder = temporaryFolder();
  const files = () => ({ truth: join(folder(), 'train.csv'), submission: join(folder(), 'submission.csv') });

  const scored = async (truth: string, submission: string, missing: 'as-normal' | 'left-out' = 'as-normal') => {
    await writeFile(files().truth, truth);
    await writeFile(files().submission, submission);
    return scoreFiles({ ...files(), missing });
  };

  it('scores the studies of the submission, and leaves out those of the truth alone', async () => {
    const { studies, spinal, score } = await scored(
      truthOf(truthRow('7'), truthRow('8')),
      submissionOf(...rowsOf('7')),
    );
    expect(studies).to.equal(1);
    expect(spinal).to.be.closeTo(Math.log(3), 1e-6);
    expect(score).to.be.closeTo((3 * Math.log(3) - Math.log(2 / 3)) / 4, 1e-6);
  });

  it('tells locations apart whatever their order, and study ids that hold underscores', async () => {
    const rows = rowsOf('a_b').reverse();
    const sure = rows.map((row) =>
      row.replace(`left_subarticular_stenosis_l1_l2,${THIRD}`, 'left_subarticular_stenosis_l1_l2,0,0,1'),
    );
    const { subarticular } = await scored(
      truthOf(truthRow('a_b', { left_subarticular_stenosis_l1_l2: 'Severe' })),
      submissionOf(...sure),
    );
    // one row of weight 4 without loss, nine of weight 1 with log 3
    expect(subarticular).to.be.closeTo((9 * Math.log(3)) / 13, 1e-6);
  });

  it('counts missing labels as normal, or not at all', async () => {
    const truth = truthOf(truthRow('7', { spinal_canal_stenosis_l1_l2: '' }));
    const certain = rowsOf('7').map((row, index) => (index === 0 ? row.replace(THIRD, '1,0,0') : row));
    const [asNormal, leftOut] = [
      await scored(truth, submissionOf(...certain)),
      await scored(truth, submissionOf(...certain), 'left-out'),
    ];
    expect([asNormal.missingLabels, leftOut.missingLabels]).to.deep.equal([1, 1]);
    expect(asNormal.spinal).to.be.closeTo((4 / 5) * Math.log(3), 1e-6);
    expect(leftOut.spinal).to.be.closeTo(Math.log(3), 1e-6);
  });

  it('names the row whose id is none', async () => {
    const error = await rejectionOf(scored(truthOf(truthRow('7')), submissionOf(...rowsOf('7'), `7_spinal,${THIRD}`)));
    expect(error.code).to.equal('SUBMISSION_ROW_UNKNOWN');
    expect(error.message).to.equal(
      `${files().submission}:27: invalid row_id "7_spinal"; expected <study>_<condition>_<level>`,
    );
  });

  it('names the locations that have no row', async () => {
    const error = await rejectionOf(scored(truthOf(truthRow('7')), submissionOf(...rowsOf('7').slice(4))));
    expect(error.code).to.equal('SUBMISSION_ROWS_MISSING');
    expect(error.message).to.equal(
      `${files().submission}: 4 labelled locations have no row (7_spinal_canal_stenosis_l1_l2, 7_spinal_canal_stenosis_l2_l3, 7_spinal_canal_stenosis_l3_l4, ...); give a submission with 25 rows per study, and labels of these studies only`,
    );
  });

  it('gives the parts of the conditions that are graded, and no score without the others', async () => {
    const [truth, whole] = [truthOf(truthRow('7'), truthRow('8')), [...rowsOf('7'), ...rowsOf('8')]];
    const among = (pattern: RegExp) => submissionOf(...whole.filter((row) => pattern.test(row)));
    const all = await scored(truth, submissionOf(...whole));
    expect(all.notGraded).to.eql([]);
    const { spinal, anySevereSpinal, foraminal } = all;
    const some = await scored(truth, among(/spinal|neural/));
    expect(some).to.eql({
      ...{ spinal, anySevereSpinal, foraminal, anySevereDegenerate: true, missingLabels: 0, studies: 2, ofOneSide: {} },
      notGraded: ['left_subarticular_stenosis', 'right_subarticular_stenosis'],
    });
    expect(scoreTable(some)).to.match(
      /^2 studies\nscore {15}-\nspinal {14}1\.098612\n.*\nsubarticular {8}-\n.*\nnot graded: left_subarticular_stenosis, right_subarticular_stenosis; the score needs all conditions\n/,
    );
  });

  it('gives the loss of a condition without its other side under its own name', async () => {
    const some = rowsOf('7').filter((row) => /left_neural/.test(row));
    const { ofOneSide, ...score } = await scored(truthOf(truthRow('7')), submissionOf(...some));
    expect(Object.keys(ofOneSide)).to.eql(['left_neural_foraminal_narrowing']);
    expect(ofOneSide.left_neural_foraminal_narrowing).to.be.closeTo(Math.log(3), 1e-6);
    for (const part of ['score', 'spinal', 'foraminal', 'subarticular']) expect(score, part).to.not.have.property(part);
    const torn = scored(truthOf(truthRow('7')), submissionOf(...some.slice(1)));
    expect((await rejectionOf(torn)).message).to.include('give a submission with all five levels of each condition');
  });

  it('refuses a graded condition of which no label is counted, also without the others', async () => {
    const unlabelled = Object.fromEntries(rowsOf('7').map((row) => [row.split(',')[0]!.slice(2), '']));
    for (const pattern of [/spinal/, /left_neural/]) {
      const submission = submissionOf(...rowsOf('7').filter((row) => pattern.test(row)));
      const error = await rejectionOf(scored(truthOf(truthRow('7', unlabelled)), submission, 'left-out'));
      expect([error.code, error.message.replace(/of \w+/, 'of it')]).to.deep.equal([
        'SCORE_WITHOUT_ROWS',
        'no graded location of it has a label; give labels of these, or count missing ones as normal',
      ]);
    }
  });

  it('refuses a submission of other studies', async () => {
    const error = await rejectionOf(scored(truthOf(truthRow('7')), submissionOf(...rowsOf('8'))));
    expect([error.code, error.message]).to.deep.equal([
      'SCORE_WITHOUT_STUDIES',
      `${files().submission}: none of its studies is in ${files().truth}; give the labels of the graded studies, and check that ids match (a spreadsheet may have changed them)`,
    ]);
  });

  it('names the label and the probability that are none', async () => {
    const label = await rejectionOf(
      scored(truthOf(truthRow('7', { spinal_canal_stenosis_l1_l2: 'Bad' })), submissionOf(...rowsOf('7'))),
    );
    expect(label.message).to.equal(
      `${files().truth}:2: "Bad" in column "spinal_canal_stenosis_l1_l2"; expected Normal/Mild, Moderate, Severe or nothing`,
    );
    for (const cell of ['', 'much', 'Infinity']) {
      const [first = '', ...others] = rowsOf('7');
      const bad = first.replace(/,[^,]*$/, `,${cell}`);
      const error = await rejectionOf(scored(truthOf(truthRow('7')), submissionOf(bad, ...others)));
      expect(error.message).to.equal(`${files().submission}:2: "${cell}" in column "severe"; expected a number`);
    }
  });
});

describeGoldens('scoreFiles on the golden submissions', () => {
  for (const folder of ['rois', 'chain_test_rules', 'chain_train_rules', 'end_to_end'])
    it(`gives the score of the original: ${folder}`, async () => {
      const expected = goldenJson<{ score_mean: number }>('studies', 'expected', folder, 'combined.json');
      const { score, studies } = await scoreFiles({
        truth: goldenPath('studies', 'train.csv'),
        submission: goldenPath('studies', 'expected', folder, 'submission.csv'),
        missing: 'as-normal',
      });
      expect(studies).to.equal(6);
      expect(score).to.be.closeTo(expected.score_mean, SCORE_TOL);
    });
});
