import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkFiles } from '../../src/config/check-files.ts';
import type { BoundSource } from '../../src/core/define-source.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { writeTree } from '../support/file-tree.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

/** A source without files, an operator, a table and a binary file, all of a user's own. */
const PLUGINS = `
import { adding, defineOperator, defineOutput, defineSource, entryOf, z } from 'spinestream';

export const numbers = defineSource({
  name: 'numbers',
  summary: 'Studies called by numbers.',
  options: z.strictObject({ upTo: z.int() }),
  open: async ({ upTo }) => ({
    studies: (async function* () {
      for (let id = 1; id <= upTo; id++) yield { study: { id: String(id), series: [] } };
    })(),
    count: upTo,
    location: 'nowhere',
    files: { readBytes: async () => new Uint8Array(), listFiles: async () => [] },
    inputOf: async () => ({ bytes: 0, digest: '' }),
    origin: { studies: upTo },
  }),
});

export const double = defineOperator({
  name: 'double',
  summary: 'Double the number of a study.',
  options: z.strictObject({}),
  reads: () => [],
  writes: () => ['custom.doubled'],
  apply: () => ({ study }) => adding('custom.doubled', 2 * Number(study.id)),
});

export const doubled = defineOutput({
  name: 'doubled',
  summary: 'The doubled numbers.',
  columns: ['study_id', 'doubled'],
  options: z.strictObject({}),
  reads: () => ['custom.doubled'],
  rows: () => (state) => [[state.study.id, entryOf(state, 'custom.doubled')]],
});

export const bytes = defineOutput({
  name: 'bytes',
  summary: 'The doubled number as one byte.',
  folder: 'bytes',
  options: z.strictObject({ folder: z.string().default('bytes') }),
  reads: () => ['custom.doubled'],
  open: (o) => ({
    ofStudy: ({ study, state }) => ({
      files: state === undefined ? [] : [{ path: \`\${o.folder}/\${study.id}.bin\`, content: Uint8Array.of(entryOf(state, 'custom.doubled')) }],
    }),
  }),
});
`;

const PIPELINE = `plugins: [./own.ts]
source: { numbers: { upTo: 3 } }
steps:
  - double: {}
outputs:
  - doubled: {}
  - bytes: {}
`;

describe('a pipeline file with plugins of its own', () => {
  const folder = temporaryFolder();
  const written = async (pipeline = PIPELINE): Promise<string> => {
    await writeTree(folder(), { 'p.yaml': pipeline, 'own.ts': PLUGINS });
    return join(folder(), 'p.yaml');
  };
  const run = async (pipeline?: string) =>
    gradeStudies({
      pipeline: await written(pipeline),
      models: 'models',
      out: join(folder(), 'out'),
      concurrency: 1,
      existing: 'overwrite',
      startRuntime: () => Promise.reject(new Error('no network is needed')),
      now: () => performance.now(),
      date: () => new Date(),
    });

  it('runs a source, an operator, a table and a binary output that the product does not have', async () => {
    const { counts, source } = await run();
    expect(counts).to.include({ studies: 3, failed: 0 });
    expect(source).to.include({ name: 'numbers', location: 'nowhere', studies: 3 });
    expect(await readFile(join(folder(), 'out/doubled.csv'), 'utf8')).to.equal('study_id,doubled\n1,2\n2,4\n3,6\n');
    expect([...(await readFile(join(folder(), 'out/bytes/3.bin')))]).to.deep.equal([6]);
  });

  it('names the source that a program gives, whatever the file says', async () => {
    const files = { readBytes: async () => new Uint8Array(), listFiles: async () => [] };
    const given: BoundSource = {
      name: 'given',
      open: async () => ({
        studies: (async function* () {
          yield { study: { id: '7', series: [] } };
        })(),
        ...{ count: 1, location: 'a program', files, inputOf: async () => ({ bytes: 0, digest: '' }), origin: {} },
      }),
    };
    const out = join(folder(), 'out');
    const { source, options } = await gradeStudies({
      pipeline: await written(),
      out,
      existing: 'overwrite',
      source: given,
    });
    expect(source).to.include({ name: 'given', location: 'a program' });
    expect(options.chosen).to.equal('given');
  });

  it('refuses a file outside of the folder of its output', async () => {
    for (const outside of ['..', 'bytes/..', 'other', '/tmp']) {
      const { counts } = await run(PIPELINE.replace('bytes: {}', `bytes: { folder: "${outside}" }`));
      expect(counts.failed, outside).to.equal(3);
      expect(await readFile(join(folder(), 'out/errors.jsonl'), 'utf8')).to.include('OUTPUT_OUTSIDE_FOLDER');
    }
  });

  it('checks the options of an own source at its place in the file', async () => {
    const file = await written(PIPELINE.replace('upTo: 3', 'upto: 3'));
    const diagnostic = (await checkFiles([file], {})).find(({ code }) => code === 'OPTION_UNKNOWN');
    expect(diagnostic?.line).to.equal(2);
    expect(diagnostic?.message).to.include('did you mean "upTo"?');
  });

  it('says that a source is needed where neither file nor command line names one', async () => {
    const error = await rejectionOf(run(PIPELINE.replace(/source: .*\n/, '')));
    expect(error.code).to.equal('SOURCE_NEEDED');
  });
});
