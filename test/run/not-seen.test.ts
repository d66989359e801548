import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { defineOperator } from '../../src/core/define-operator.ts';
import { registryOf } from '../../src/core/registry.ts';
import { adding, addingAll } from '../../src/core/study-state.ts';
import type { Basis } from '../../src/domain/basis.ts';
import { CONDITIONS, LEVELS } from '../../src/domain/vocabulary.ts';
import { runPipeline, type StudyProgress } from '../../src/run/run-pipeline.ts';
import { BUILT_IN_OUTPUTS } from '../../src/streams/outputs/built-in.ts';
import { fileEnv } from '../support/operator-flow.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { toyStudies } from '../support/toy-pipeline.ts';

const ALL: Basis = { seen: 'all', doubtful: false, reasons: [] };
const NONE: Basis = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] };
const DOUBTFUL: Basis = { seen: 'some', doubtful: true, reasons: ['KEYPOINTS_IMPLAUSIBLE', 'SERIES_MISSING'] };

/** What the grades of a study rest on, by its id: one basis for each, or the first for L1/L2 and the last for all other levels. */
const BASES: Readonly<Record<string, readonly (Basis | undefined)[]>> = {
  whole: [ALL],
  mixed: [DOUBTFUL, NONE],
  blind: [NONE],
  silent: [undefined],
};

const grade = defineOperator({
  name: 'grade',
  summary: 'Give grades of a known basis.',
  options: z.strictObject({}),
  reads: () => [],
  writes: () => ['probabilities.final'],
  apply: () => (state) => {
    const bases = BASES[state.study.id]!;
    const sites = [{ level: 'l1_l2' }, { level: 'l4_l5', side: 'left' }] as const;
    const warnings = sites.map((site) => ({ code: 'SERIES_MISSING', message: 'no axial series', site }));
    const grades = CONDITIONS.flatMap((condition) =>
      LEVELS.map((level) => ({
        condition,
        level,
        probabilities: [0.75, 0.125, 0.125],
        basis: level === 'l1_l2' ? bases[0] : bases.at(-1),
      })),
    );
    return addingAll(adding('probabilities.final', grades, state.study.id === 'whole' ? [] : warnings));
  },
});

const TEXT = 'steps: [grade: {}]\noutputs: [submission: { probabilities: final }]\n';

describe('grades that were not seen', () => {
  const folder = temporaryFolder();
  const file = (name: string) => readFile(join(folder(), name), 'utf8');
  const rowsOf = async (name: string) => (await file(name)).trim().split('\n').slice(1);

  const run = async (ids: readonly string[], onStudy: (progress: StudyProgress) => void = () => {}) => {
    const { pipeline, diagnostics } = checkPipeline(TEXT, 'toy.yaml', {
      registry: registryOf({ operators: [grade.spec], outputs: BUILT_IN_OUTPUTS }),
      variables: {},
    });
    expect(diagnostics).to.deep.equal([]);
    return runPipeline({
      pipeline: pipeline!,
      env: fileEnv(),
      source: toyStudies(...ids),
      out: folder(),
      fingerprint: 'one',
      concurrency: 1,
      retries: 2,
      now: () => 0,
      onStudy,
    });
  };

  it('are told apart in a table beside the submission, which keeps its form', async () => {
    await run(['mixed', 'silent', 'whole']);
    expect((await file('submission.csv')).split('\n').slice(0, 2)).to.deep.equal([
      'row_id,normal_mild,moderate,severe',
      'mixed_spinal_canal_stenosis_l1_l2,0.75,0.125,0.125',
    ]);
    const [grades, bases] = [await rowsOf('submission.csv'), await rowsOf('basis.csv')];
    expect(await file('basis.csv')).to.match(/^row_id,seen,reasons\n/);
    expect(bases.map((row) => row.split(',')[0])).to.deep.equal(grades.map((row) => row.split(',')[0]));
    expect(bases.slice(0, 2)).to.deep.equal([
      'mixed_spinal_canal_stenosis_l1_l2,some,KEYPOINTS_IMPLAUSIBLE SERIES_MISSING',
      'mixed_spinal_canal_stenosis_l2_l3,none,SERIES_MISSING',
    ]);
    expect(bases.filter((row) => row.startsWith('silent'))).to.have.length(25);
    expect(bases).to.include('silent_spinal_canal_stenosis_l1_l2,unknown,');
    expect(bases).to.include('whole_spinal_canal_stenosis_l1_l2,all,');
  });

  it('are counted, with the studies that have a warning', async () => {
    const { grades, warned, warnings } = await run(['mixed', 'silent', 'whole']);
    expect(grades).to.deep.equal({ seen: 25, partly: 5, notSeen: 20, unknown: 25, doubtful: 5 });
    expect([warned, warnings]).to.deep.equal([{ SERIES_MISSING: 2 }, 2]);
  });

  it('make a study fail of which nothing was seen: no rows, and the causes', async () => {
    const records: StudyProgress[] = [];
    const counts = await run(['blind', 'whole'], (one) => records.push(one));
    expect(counts).to.deep.include({ studies: 2, failed: 1, warnings: 1 });
    expect(counts.grades).to.deep.equal({ seen: 25, partly: 0, notSeen: 0, unknown: 0, doubtful: 0 });
    const error = JSON.parse(await file('errors.jsonl'));
    expect(error).to.include({ study_id: 'blind', code: 'STUDY_NOT_SEEN' });
    expect(error.reason)
      .to.include('none of its grades would rest on any pixels, so none was written: no axial series [SERIES_MISSING]')
      .and.to.include('spinestream inspect');
    for (const table of ['submission.csv', 'basis.csv']) expect(await file(table)).to.not.include('blind');
    expect(JSON.parse(await file('warnings.jsonl'))).to.deep.equal({
      study_id: 'blind',
      code: 'SERIES_MISSING',
      message: 'no axial series',
      count: 2,
      sites: ['l1_l2', 'left l4_l5'],
    });
    expect(records).to.have.length(2); // trying again would see as little
  });
});
