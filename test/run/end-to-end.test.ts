import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { scoreFiles } from '../../src/evaluation/inputs/score-files.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { type GradeEvent, gradeStudies } from '../../src/run/grade-studies.ts';
import { coordinateDeviation } from '../support/golden-coordinates.ts';
import { goldenTable } from '../support/golden-studies.ts';
import { describeGoldens, goldenJson, goldenPath, maxAbsDiff } from '../support/goldens.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { untrainedModels } from '../support/untrained-models.ts';

const PROBABILITY_TOL = 1e-5;
const SCORE_TOL = 1e-5;

const tableRows = async (file: string): Promise<string[][]> => parse(await readFile(file, 'utf8'), { from_line: 2 });

describeGoldens('gradeStudies with the shipped two-stage pipeline and untrained models', () => {
  const folder = temporaryFolder();

  it('turns the golden studies into the coordinates, submission and score of the original', async function () {
    this.timeout(180_000);
    const out = folder();
    const events: GradeEvent[] = [];
    const summary = await gradeStudies({
      pipeline: 'two-stage',
      variables: { rules: 'original' },
      studies: goldenPath('studies'),
      models: await untrainedModels(),
      out,
      concurrency: 3,
      existing: 'refuse',
      startRuntime: () => startOnnxRuntime({ threads: 1 }), // several files run at a time
      now: () => performance.now(),
      date: () => new Date(0),
      onEvent: (event) => events.push(event),
    });
    expect(summary.counts).to.include({ studies: 6, failed: 0, resumed: 0, stopped: undefined });
    expect(events.filter(({ type }) => type === 'model-loaded')).to.have.length(7);
    expect(events.filter(({ type }) => type === 'study')).to.have.length(6);

    const coordinates = await tableRows(join(out, 'coordinates.csv'));
    expect(coordinateDeviation(coordinates, 'end_to_end')).to.equal(0);

    const expected = goldenTable('studies', 'expected', 'end_to_end', 'submission.csv');
    const submission = await tableRows(join(out, 'submission.csv'));
    const golden = new Map(
      expected.map((row) => [row.row_id, [row.normal_mild, row.moderate, row.severe].map(Number)]),
    );
    const deviations = submission.map(([id = '', ...cells]) => maxAbsDiff(cells.map(Number), golden.get(id) ?? []));
    expect(submission).to.have.length(expected.length);
    expect(Math.max(...deviations)).to.be.at.most(PROBABILITY_TOL);

    const { score_mean } = goldenJson<{ score_mean: number }>('studies', 'expected', 'end_to_end', 'combined.json');
    const { score } = await scoreFiles({
      truth: goldenPath('studies', 'train.csv'),
      submission: join(out, 'submission.csv'),
      missing: 'as-normal',
    });
    expect(score).to.be.closeTo(score_mean, SCORE_TOL);
    expect(await readFile(join(out, 'errors.jsonl'), 'utf8')).to.equal('');
  });
});
