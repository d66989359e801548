import { expect } from 'chai';
import { z } from 'zod';
import { brokenLaws, checkPlugin, LAWS } from '../../../src/core/conformance/index.ts';
import { defineOutput, type FilesSpec, type OpenOutput, type TableSpec } from '../../../src/core/define-output.ts';
import { exampleProbabilities, exampleState } from '../../../src/core/examples/index.ts';
import { adding, entryOf, type StudyState } from '../../../src/core/study-state.ts';

const options = z.strictObject({});
type Spec = FilesSpec<typeof options>;

const gradesOf = (state: StudyState | undefined) => (state === undefined ? [] : entryOf(state, 'probabilities.final'));

const work: OpenOutput = {
  ofStudy: ({ study, state }) => ({
    rows: [[study.id, gradesOf(state).length]],
    files: [{ path: `good/${study.id}.json`, content: JSON.stringify(gradesOf(state)) }],
  }),
  ofRun: async (records) => {
    let rows = 0;
    for await (const { tables } of records) rows += tables.good?.length ?? 0;
    return [{ path: 'good/index.txt', content: String(rows) }];
  },
};

const good: Spec = {
  name: 'good',
  summary: 'Grades as JSON, and how many.',
  columns: ['study_id', 'grades'],
  folder: 'good',
  options,
  example: { options: {}, study: () => exampleState(adding('probabilities.final', exampleProbabilities())) },
  reads: () => ['probabilities.final'],
  open: () => work,
};

/** A declaration with `undefined` for a field that is not to be there. */
type Change = { readonly [K in keyof Spec]?: Spec[K] | undefined };

const brokenBy = (change: Change) => brokenLaws(defineOutput({ ...good, ...change } as Spec), { timeoutMs: 300 });
const studyWork =
  (ofStudy: OpenOutput['ofStudy']): Spec['open'] =>
  () => ({ ...work, ofStudy });

describe('checkPlugin of an output', () => {
  it('finds nothing against a good output, law by law', async () => {
    const results = await checkPlugin(defineOutput(good));
    expect(results.filter(({ outcome }) => outcome !== 'kept')).to.deep.equal([]);
    expect(results.map(({ law }) => law)).to.deep.equal(['has an example', ...LAWS.output.map(({ name }) => name)]);
  });

  it('finds nothing against a table', async () => {
    const { open: _, folder: __, ...head } = good;
    const table: TableSpec<typeof options> = {
      ...head,
      columns: ['study_id', 'grades'],
      rows: () => (state) => [[state.study.id, gradesOf(state).length]],
    };
    expect(await brokenLaws(defineOutput(table))).to.deep.equal([]);
  });

  it('refuses a declaration with both rows and a function that opens it', () => {
    const both = { ...good, rows: () => () => [] };
    expect(() => defineOutput(both)).to.throw('"open" is a function, expected nothing next to "rows"');
  });

  const bad: readonly (readonly [what: string, change: Change, complaint: string])[] = [
    [
      'makes nothing',
      { open: () => ({ ofStudy: () => ({}) }) },
      'runs its own example: makes neither rows nor files of its example',
    ],
    [
      'gives cells for which there is no column',
      { columns: ['study_id'] },
      'gives rows and files as it declares them: gives a row of 2 cells for 1 columns',
    ],
    [
      'gives rows without columns',
      { columns: undefined },
      'gives rows and files as it declares them: gives rows and declares no "columns"',
    ],
    [
      'gives numbers that no table can hold',
      {
        open: studyWork(({ study, state }) => ({
          ...work.ofStudy({ study, state } as never, []),
          rows: [[study.id, 0 / gradesOf(undefined).length]],
        })),
      },
      'gives rows and files as it declares them: gives the cell NaN; a cell is text, a finite number or undefined',
    ],
    [
      'writes outside of its folder',
      { folder: 'other' },
      'gives rows and files as it declares them: gives the file "good/1.json", expected one in "other/"',
    ],
    [
      'writes files without a folder',
      { folder: undefined },
      'gives rows and files as it declares them: gives the file "good/1.json", expected no file, since it declares no "folder"',
    ],
    [
      'reads what it does not declare',
      { reads: () => [] },
      'reads what it declares: reads "probabilities.final", which "reads" does not name',
    ],
    [
      'declares what it does not read',
      { reads: () => ['probabilities.final', 'series'] },
      'reads what it declares: "reads" names "series", which the example never reads',
    ],
    [
      'changes what it was given',
      {
        open: studyWork((outcome, made) => {
          for (const { probabilities } of gradesOf(outcome.state)) Object.assign(probabilities, { 0: 1 });
          return work.ofStudy(outcome, made);
        }),
      },
      'leaves its input as it was: changes the entry "probabilities.final"; make new values instead',
    ],
    [
      'depends on chance',
      { open: studyWork(({ study }) => ({ rows: [[study.id, Math.random()]] })) },
      'gives the same twice: two runs of the example differ; chance and time must come in as options',
    ],
    [
      'writes over the file of another study',
      { open: studyWork(() => ({ files: [{ path: 'good/all.json', content: '' }] })) },
      'keeps studies apart: writes "good/all.json" of two studies, so that one is lost; name files by the study\'s id',
    ],
    [
      'remembers the study before',
      {
        open: () => {
          let studies = 0;
          return { ...work, ofStudy: ({ study }) => ({ rows: [[study.id, ++studies]] }) };
        },
      },
      'keeps studies apart: makes something else of a study after another one; nothing of a study may reach another',
    ],
    [
      'cannot do with a study that failed',
      { open: studyWork(({ study, state }) => ({ rows: [[study.id, state!.entries.size]] })) },
      'takes a study that failed: throws for a study of which only the id is known: ',
    ],
    [
      'cannot do without studies',
      {
        open: () => ({
          ...work,
          ofRun: async (records) => {
            for await (const { tables } of records)
              return [{ path: 'good/first.txt', content: String(tables.good?.length) }];
            throw new Error('no study');
          },
        }),
      },
      'tells of a run from its records alone, however few: "ofRun" throws for a run of no study: no study',
    ],
    [
      'counts studies in a variable',
      {
        open: () => {
          let seen = 0;
          return {
            ofStudy: (outcome, made) => {
              seen++;
              return work.ofStudy(outcome, made);
            },
            ofRun: async () => [{ path: 'good/seen.txt', content: String(seen) }],
          };
        },
      },
      'tells of a run from its records alone, however few: "ofRun" tells something else where "ofStudy" was called before it; take all of it from the records',
    ],
    [
      'forgets to return',
      { open: studyWork(() => undefined as never) },
      'runs its own example: good: the result of "ofStudy" is nothing, expected { rows, files }, or {} for nothing',
    ],
    [
      'opens to a function',
      { open: () => (() => ({})) as never },
      'runs its own example: good: "ofStudy" of what "open" gives is nothing, expected a function of a study',
    ],
    [
      'gives one row as the rows',
      { open: studyWork(() => ({ rows: ['1', 25] as never })) },
      'runs its own example: good: a row is "1" (text), expected a list of cells; "rows" is a list of rows',
    ],
    [
      'never ends',
      { open: studyWork(() => new Promise(() => {})) },
      'runs its own example: "ofStudy" took longer than 0.3 s',
    ],
    [
      'does not end when its run is cancelled',
      {
        open: (_, __, { signal }) => ({
          ...work,
          ofStudy: (outcome, made) =>
            new Promise((resolve) => {
              setTimeout(() => signal.aborted || resolve(work.ofStudy(outcome, made)), 20);
            }),
        }),
      },
      'ends when its run is cancelled: had not ended after its signal was aborted: "ofStudy" took longer than 0.3 s',
    ],
    [
      'asks its environment for what the example does not give',
      {
        open: (_, __, env) => ({
          ...work,
          ofStudy: async (outcome, made) => {
            if (outcome.state !== undefined) await env.readBytes('a.dcm');
            return work.ofStudy(outcome, made);
          },
        }),
      },
      'runs its own example: the output asks its environment for the file a.dcm (readBytes), and its example gives no such thing; add it to "env" of the example',
    ],
  ];
  for (const [what, change, complaint] of bad)
    it(`finds an output that ${what}`, async () => {
      const broken = await brokenBy(change);
      expect(
        broken.some((line) => line.startsWith(complaint)),
        broken.join('\n'),
      ).to.equal(true);
    }).timeout(10_000);
});
