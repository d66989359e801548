import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { SpineError } from '../../src/domain/spine-error.ts';
import { type RunOptions, runPipeline, type StudyProgress } from '../../src/run/run-pipeline.ts';
import { fileEnv } from '../support/operator-flow.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { toyPipeline, toyStudies, type Work } from '../support/toy-pipeline.ts';

const TEXT = `steps:
  - make: { to: [custom.a] }
outputs:
  - table: { entry: custom.a }
`;

describe('runPipeline', () => {
  const folder = temporaryFolder();

  const options = (make: Work, given: Partial<RunOptions> = {}): RunOptions => ({
    pipeline: toyPipeline(TEXT, { make }).pipeline,
    env: fileEnv(),
    source: toyStudies('1', '2', '3'),
    out: folder(),
    fingerprint: 'one',
    concurrency: 1,
    now: () => 0,
    ...given,
  });
  const file = (name: string) => readFile(join(folder(), name), 'utf8');
  const errors = async () =>
    (await file('errors.jsonl'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));

  it('writes the rows of every study, and counts', async () => {
    expect(await runPipeline(options(() => {}))).to.deep.equal({
      studies: 3,
      failed: 0,
      warnings: 3,
      warned: { SEEN: 3 },
      grades: { seen: 0, partly: 0, notSeen: 0, unknown: 0, doubtful: 0 },
      resumed: 0,
      cancelled: 0,
      abandoned: 0,
      stopped: undefined,
    });
    expect(await file('table.csv')).to.equal('study_id,value\n1,1 0\n1,\n2,2 0\n2,\n3,3 0\n3,\n');
    expect(await errors()).to.deep.equal([]);
  });

  it('makes a record of a study that fails, and goes on with the others', async () => {
    const failing: Work = ({ study }) => {
      if (study.id === '2') throw new Error('broken', { cause: new Error('the disk') });
    };
    const progress: StudyProgress[] = [];
    const counts = await runPipeline(options(failing, { onStudy: (one) => progress.push(one) }));
    expect(counts).to.include({ studies: 3, failed: 1, warnings: 2 });
    expect(await errors()).to.deep.equal([
      { study_id: '2', code: 'UNEXPECTED', operator: 'make', reason: 'broken', causes: ['broken', 'the disk'] },
    ]);
    expect(await file('table.csv')).to.equal('study_id,value\n1,1 0\n1,\n3,3 0\n3,\n');
    expect(progress.map(({ record }) => record.error?.code)).to.deep.equal([undefined, 'UNEXPECTED', undefined]);
  });

  it('makes a record of a study of which the source knows that it cannot be graded', async () => {
    const missing = new SpineError({ code: 'STUDY_MISSING', reason: 'not there', where: { studyId: '9' } });
    const counts = await runPipeline(options(() => {}, { source: toyStudies(missing, '1') }));
    expect(counts).to.include({ studies: 2, failed: 1 });
    expect(await errors()).to.deep.equal([{ study_id: '9', code: 'STUDY_MISSING', reason: 'not there', causes: [] }]);
  });

  it('works on no more studies at a time than the window holds, writing included', async () => {
    let [running, most, written] = [0, 0, 0];
    const work: Work = async () => {
      running++;
      most = Math.max(most, running - written);
      await pause(2);
    };
    const source = toyStudies(...Array.from({ length: 12 }, (_, index) => `${index}`));
    const counts = await runPipeline(options(work, { source, concurrency: 3, onStudy: () => written++ }));
    expect(counts.studies).to.equal(12);
    expect(most).to.equal(3);
  });

  it('does only what is missing when it is run again', async () => {
    const done: string[] = [];
    const counting: Work = ({ study }) => void done.push(study.id);
    await runPipeline(options(counting, { source: toyStudies('1', '3') }));
    const counts = await runPipeline(options(counting));
    expect(done).to.deep.equal(['1', '3', '2']);
    expect(counts).to.deep.include({ studies: 3, resumed: 2 });
    expect(await file('table.csv')).to.match(/\n1,.*\n2,.*\n3,/s);
  });

  it('stops after what is in progress, keeps it, and says so', async () => {
    const stop = new AbortController();
    const stopping: Work = ({ study }) => {
      if (study.id === '2') stop.abort();
    };
    const counts = await runPipeline(options(stopping, { stop: stop.signal }));
    expect(counts).to.include({ studies: 2, stopped: 'asked' });
    expect(await file('table.csv')).to.match(/\n2,/);
    const rest = await runPipeline(options(() => {}));
    expect(rest).to.include({ studies: 3, resumed: 2, stopped: undefined });
  });

  it('leaves no journal when an output cannot be opened, unless it holds results', async () => {
    const { pipeline } = toyPipeline(TEXT, { make: () => {} });
    const open = () => Promise.reject(new SpineError({ code: 'TRUTH_MISSING', reason: 'no such file' }));
    const broken = { ...pipeline, outputs: pipeline.outputs.map((output) => ({ ...output, open })) };
    const refused = () => rejectionOf(runPipeline(options(() => {}, { pipeline: broken })));
    expect((await refused()).code).to.equal('TRUTH_MISSING');
    expect(await readdir(folder())).not.to.include('journal.jsonl');
    await runPipeline(options(() => {}));
    const journal = await file('journal.jsonl');
    expect((await refused()).code).to.equal('TRUTH_MISSING');
    expect(await file('journal.jsonl')).to.equal(journal);
  });

  it('refuses the results of another run', async () => {
    await runPipeline(options(() => {}));
    const error = await rejectionOf(runPipeline(options(() => {}, { fingerprint: 'two' })));
    expect(error.code).to.equal('JOURNAL_FOREIGN');
  });

  it('ends with an error where results cannot be written', async () => {
    const error = await rejectionOf(runPipeline(options(() => {}, { out: join(folder(), 'no') })));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
  });
});
