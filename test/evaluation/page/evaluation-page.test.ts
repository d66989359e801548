import { expect } from 'chai';
import { evaluationTables } from '../../../src/evaluation/evaluation-tables.ts';
import { evaluationPage } from '../../../src/evaluation/page/evaluation-page.ts';
import { exampleEvaluation } from './example-evaluation.ts';

const headings = (page: string): readonly string[] =>
  [...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, title]) => title!);
const pictures = (page: string): number => [...page.matchAll(/<svg /g)].length;

const NO_GRADES = { grades: undefined, confidence: undefined, agreement: [], subgroups: [], against: undefined };

describe('evaluationPage', () => {
  let page = '';
  before(async () => {
    page = await evaluationPage(exampleEvaluation());
  });

  it('has a section for everything that was evaluated', () => {
    expect(headings(page)).to.eql([
      'Score',
      'Ensemble',
      'Against &lt;other&gt;',
      'Other metrics',
      'Conditions and levels',
      'Confusion',
      'Discrimination',
      'Calibration',
      'Knowing when not to answer',
      'Referral',
      'Agreement',
      'Subgroups',
      'Keypoints',
      'Provenance',
    ]);
    expect(pictures(page)).to.equal(9);
  });

  it('links the data of every figure, each a table of the evaluation', () => {
    const figures = [...page.matchAll(/<figure>.*?<\/figure>/gs)].map(([figure]) => figure);
    const links = figures.map((figure) => /<a href="([^"]+)">Data \(CSV\)<\/a>/.exec(figure)?.[1]);
    expect(links).to.have.length(9);
    const tables = evaluationTables(exampleEvaluation());
    expect(tables.map(({ name }) => name)).to.include.members(links);
    for (const { name, content } of tables) expect(content.split('\n').length, name).to.be.above(2);
  });

  it('needs nothing but itself: no script, no address', () => {
    expect(page).to.include('<script></script>');
    expect(page.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.to.match(/https?:|src=|url\(/);
  });

  it('escapes names, and names no study', () => {
    expect(page).to.include('&lt;run&gt;').and.not.to.include('<run>');
    expect(page).to.include('the models of &lt;other&gt; were trained on');
    expect(page).to.include('&lt;reader&gt;').and.not.to.include('<reader>');
    expect(page).to.include('&lt;scanner&gt; 1').and.not.to.include('<scanner>');
    expect(page).to.include('For research only; not a medical device');
  });

  it('draws in the colours of the page, so that it can be read in the dark', () => {
    expect(page).to.include('fill="currentColor"').and.to.include('stroke="var(--line)"');
    expect(page).not.to.match(/fill="(#000|black)"/);
  });

  it('says first what is to be minded', async () => {
    const inputs = exampleEvaluation().inputs.map((input) => ({ ...input, failed: 3 }));
    const text = await evaluationPage(exampleEvaluation({ unseen: 'unknown', inputs }));
    expect(headings(text)[0]).to.equal('Mind');
    expect(text).to.include('Nothing says which studies').and.to.include('6 studies could not be graded');
    expect(text).to.not.include('rests on one class');
  });

  it('says whether the score is less or more than without pictures', async () => {
    const { grades } = exampleEvaluation();
    const gained = async (value: number, low: number, high: number) => {
      const gain = { asNormal: { value, low, high }, leftOut: { value, low, high } };
      const baselines = grades!.baselines.map((baseline) => ({ ...baseline, gain }));
      const text = await evaluationPage(exampleEvaluation({ grades: { ...grades!, baselines } }));
      return /<p>(The score is .*)<\/p>/.exec(text)![1]!.replaceAll(/<[^>]*>/g, '');
    };
    expect(await gained(0.2, 0.1, 0.3)).to.match(
      /^The score is 0\.200 0\.100 to 0\.300 less than that of the weighted/,
    );
    expect(await gained(-0.2, -0.3, -0.1)).to.match(
      /^The score is 0\.200 0\.100 to 0\.300 more than that of the weighted/,
    );
  });

  it('says when “any severe spinal” rests on one class', async () => {
    const { grades } = exampleEvaluation();
    const text = await evaluationPage(exampleEvaluation({ grades: { ...grades!, anySevereDegenerate: true } }));
    expect(text).to.include('rests on one class');
  });

  it('draws no legend of sizes that runs from nothing to nothing where no location is labelled and seen', async () => {
    const { grades, confidence } = exampleEvaluation();
    const without = <T>(all: readonly T[]) => all.map((one) => ({ ...one, bins: [] }));
    const { calibration } = grades!;
    const text = await evaluationPage(
      exampleEvaluation({
        grades: { ...grades!, calibration: { ...calibration, severities: without(calibration.severities) } },
        confidence: { ...confidence!, reliability: without(confidence!.reliability) },
      }),
    );
    expect(text).to.not.include('NaN');
    expect(page.match(/Symbol legend titled 'locations'/g)).to.have.length(2);
  });

  it('leaves out what was not evaluated', async () => {
    const keypointsOnly = await evaluationPage(exampleEvaluation({ ...NO_GRADES, ensemble: undefined }));
    expect(headings(keypointsOnly)).to.eql(['Keypoints', 'Provenance']);
    const gradesOnly = await evaluationPage(exampleEvaluation({ keypoints: undefined, ensemble: undefined }));
    expect(headings(gradesOnly)).to.not.include('Keypoints').and.not.to.include('Ensemble');
  });

  it('says of a submission alone that its models are unknown', async () => {
    const inputs = [{ name: 'submission.csv', pipeline: undefined, models: [], studies: 4, failed: undefined }];
    expect(await evaluationPage(exampleEvaluation({ inputs, unseen: 'unknown' }))).to.include(
      '<td>submission.csv</td><td>unknown</td><td colspan="3">unknown</td>',
    );
  });
});
