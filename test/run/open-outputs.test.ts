import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { defineOutput, type RunFacts, type StudyOutcome } from '../../src/core/define-output.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { runPipeline } from '../../src/run/run-pipeline.ts';
import { fileEnv } from '../support/operator-flow.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { toyPipeline, toyStudies } from '../support/toy-pipeline.ts';

const TEXT = `
steps:
  - work: { to: [custom.a] }
outputs:
  - table: { entry: custom.a }
`;

describe('an output with files', () => {
  const out = temporaryFolder();
  const failing = new SpineError({ code: 'BROKEN', reason: 'broken', where: { studyId: 'b' } });

  const run = async (onRecord: (studyId: string) => void = () => {}) => {
    const seen: { facts?: RunFacts; outcomes: StudyOutcome[] } = { outcomes: [] };
    const pages = defineOutput({
      name: 'pages',
      summary: 'A file a study.',
      columns: ['study_id', 'page'],
      folder: 'pages',
      options: z.strictObject({}),
      reads: () => ['custom.a'],
      open: (_, facts) => {
        seen.facts = facts;
        return {
          ofStudy: (outcome) => {
            seen.outcomes.push(outcome);
            const { id } = outcome.study;
            const path = `pages/studies/${id}.txt`;
            return { rows: [[id, path]], files: [{ path, content: outcome.error?.code ?? 'fine' }] };
          },
          ofRun: async (records) => {
            const ids: string[] = [];
            for await (const { studyId } of records) ids.push(studyId);
            return [{ path: 'pages/all.txt', content: ids.join(' ') }];
          },
        };
      },
    });
    const { pipeline } = toyPipeline(TEXT, { work: () => {} });
    const counts = await runPipeline({
      pipeline: { ...pipeline, outputs: [...pipeline.outputs, pages.bind({})] },
      env: fileEnv(),
      source: toyStudies('c', failing, 'a'),
      out: out(),
      fingerprint: 'print',
      concurrency: 1,
      now: () => 0,
      onStudy: ({ record }) => onRecord(record.studyId),
    });
    return { counts, ...seen };
  };
  const read = (name: string) => readFile(join(out(), name), 'utf8');

  it('writes a file a study, of those that fail too, a table beside it, and files about all', async () => {
    const { outcomes, facts } = await run();
    expect([await read('pages/studies/a.txt'), await read('pages/studies/b.txt')]).to.deep.equal(['fine', 'BROKEN']);
    expect(await read('pages/all.txt')).to.equal('a b c');
    expect(await read('pages.csv')).to.equal(
      'study_id,page\na,pages/studies/a.txt\nb,pages/studies/b.txt\nc,pages/studies/c.txt\n',
    );
    expect(outcomes.map(({ study }) => study.id)).to.deep.equal(['c', 'b', 'a']);
    expect(facts).to.include({ fingerprint: 'print', pipeline: 'toy' });
  });

  it("has a study's file on the disk before its record", async () => {
    const there: boolean[] = [];
    await run((id) => there.push(existsSync(join(out(), 'pages', 'studies', `${id}.txt`))));
    expect(there).to.deep.equal([true, true, true]);
  });

  it('ends the run where its files cannot be written', async () => {
    await writeFile(join(out(), 'pages'), 'a file where a folder has to be');
    expect((await rejectionOf(run())).code).to.equal('OUTPUT_UNWRITABLE');
    expect((await read('journal.jsonl')).trim().split('\n')).to.have.length(1); // the header: no study counts as done
  });
});
