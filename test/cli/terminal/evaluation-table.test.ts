import { expect } from 'chai';
import { evaluationTable } from '../../../src/cli/terminal/evaluation-table.ts';
import { exampleEvaluation } from '../../evaluation/page/example-evaluation.ts';

describe('evaluationTable', () => {
  const lines = (change: Parameters<typeof exampleEvaluation>[0] = {}) =>
    evaluationTable(exampleEvaluation(change)).split('\n');

  it('has the accuracy at each coverage, of each condition, with intervals', () => {
    const found = lines();
    expect(found.find((line) => line.startsWith('accuracy  '))).to.match(/all +surest 95% +surest 90% +surest 80%/);
    // a location in twenty-five is wrong, and the confidence is the same everywhere
    expect(found.find((line) => /^all {3}/.test(line))).to.include('0.960 (0.960 to 0.960)');
    expect(found.find((line) => line.startsWith('spinal_canal_stenosis'))).to.include('0.800 (0.800 to 0.800)');
    expect(found).to.include(
      'the confidence is the greatest probability: too few studies, right or wrong grades to fit one (at least 20 each)',
    );
  });

  it('says which conditions are not graded', () => {
    const { grades, against } = exampleEvaluation();
    const notGraded = ['left_subarticular_stenosis', 'right_subarticular_stenosis'] as const;
    const text = lines({ grades: { ...grades!, notGraded }, against: { ...against!, notGraded } }).join('\n');
    expect(text).to.include(`Mind: not graded: ${notGraded.join(', ')}. The score needs all conditions;`);
    expect(text).to.include(`without ${notGraded.join(', ')}, which one of them does not grade`);
    expect(lines().join('\n')).to.not.include('not grade');
  });

  it('says which run is better at the parts of the score that both grade, if there is no score', () => {
    const { against } = exampleEvaluation();
    const { score: _, foraminal: __, ...some } = against!.gain.asNormal;
    const gain = { asNormal: some, leftOut: {} };
    const text = lines({ against: { ...against!, gain } }).join('\n');
    expect(text).to.match(/\nspinal -?\d\.\d{3} \(.*\) missing as normal, - left out\n/);
    expect(text).to.not.match(/\n(score|foraminal) .* missing as normal/);
  });

  it('says what referral costs, who agrees, and which run is better', () => {
    const text = lines().join('\n');
    expect(text).to.match(/referring 10%: \d+ locations of \d+ studies, \d+ of \d+ errors caught, \d+ unnecessary/);
    expect(text).to.match(/grades and <reader> +1\.000 \(1\.000 to 1\.000\)/);
    expect(text).to.match(/manufacturer: <scanner> 1 +2 +0\.960/);
    expect(text).to.include('better than <other>, on 4 studies');
  });

  it('shows names of files and groups without what steers a terminal', () => {
    const { against, subgroups } = exampleEvaluation();
    const name = 'a\u001b[31m\nb';
    const text = evaluationTable(
      exampleEvaluation({
        against: { ...against!, name },
        subgroups: subgroups.map((table) => ({ ...table, by: name })),
      }),
    );
    expect(text).to.not.include('\u001b');
    expect(text).to.include('better than a\\u001b[31m\\u000ab,');
  });

  it('leaves out what was not evaluated', () => {
    const none = { grades: undefined, confidence: undefined, agreement: [], subgroups: [], against: undefined };
    expect(lines({ ...none, ensemble: undefined }).join('\n')).to.not.match(/accuracy|agreement|subgroup|better than/);
  });
});
