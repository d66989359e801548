import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { failureOf, type StudyRecord } from '../../../src/core/study-record.ts';
import { asSpineError, SpineError } from '../../../src/domain/spine-error.ts';
import { type Journal, openJournal } from '../../../src/run/journal/journal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const recordOf = (studyId: string, rest: Partial<StudyRecord> = {}): StudyRecord => ({
  studyId,
  input: 'files',
  tables: { submission: [[`${studyId}_x`, 0.5, null]] },
  warnings: [],
  ...rest,
});

const failure = { code: 'BAD', reason: 'bad', where: { studyId: 'b' }, causes: [] };

describe('openJournal', () => {
  const folder = temporaryFolder();
  const pathOf = (): string => join(folder(), 'journal.jsonl');

  /** Opens the journal, and closes it whatever happens. */
  const withJournal = async <T>(work: (journal: Journal) => Promise<T>, fingerprint = 'one'): Promise<T> => {
    const journal = await openJournal(pathOf(), { fingerprint });
    try {
      return await work(journal);
    } finally {
      await journal.close();
    }
  };
  const written = (...records: readonly StudyRecord[]) =>
    withJournal(async (journal) => {
      await Promise.all(records.map(journal.append));
    });
  const allRecords = (fingerprint?: string) =>
    withJournal(async (journal) => {
      const records: StudyRecord[] = [];
      for await (const record of journal.records()) records.push(record);
      return records;
    }, fingerprint);

  it('gives records back in natural order of the studies, whatever the order of completion', async () => {
    await written(recordOf('100'), recordOf('b', { error: failure }), recordOf('9'));
    await written(recordOf('20'));
    expect((await allRecords()).map(({ studyId }) => studyId)).to.deep.equal(['9', '20', '100', 'b']);
    expect((await allRecords()).at(-1)).to.deep.equal(recordOf('b', { error: failure }));
  });

  it('keeps its salt of names when it is opened again, and has another one than other journals', async () => {
    const saltOf = () => withJournal(async ({ nameSalt }) => nameSalt);
    const first = await saltOf();
    await written(recordOf('a'));
    expect(first).to.match(/^[0-9a-f]{32}$/);
    expect(await saltOf()).to.equal(first);
    await rm(pathOf());
    expect(await saltOf()).to.not.equal(first);
  });

  it('adds a salt to a journal of a version without one, once', async () => {
    await writeFile(pathOf(), `${JSON.stringify({ format: 'spinestream-journal-1', fingerprint: 'one' })}\n`);
    await written(recordOf('a'));
    const saltOf = () => withJournal(async ({ nameSalt }) => nameSalt);
    expect(await saltOf()).to.equal(await saltOf());
    expect((await readFile(pathOf(), 'utf8')).match(/nameSalt/g)).to.have.length(1);
    expect((await allRecords()).map(({ studyId }) => studyId)).to.deep.equal(['a']);
  });

  it('keeps one record a line behind a header', async () => {
    await written(recordOf('é'), recordOf('f'));
    const lines = (await readFile(pathOf(), 'utf8')).split('\n');
    expect(lines.map((line) => (line === '' ? '' : Object.keys(JSON.parse(line))[0]))).to.deep.equal([
      'format',
      'studyId',
      'studyId',
      '',
    ]);
    expect((await allRecords()).map(({ studyId }) => studyId)).to.deep.equal(['é', 'f']);
  });

  it('knows of each study whether it failed, and what its files were', async () => {
    await written(recordOf('a'), recordOf('b', { error: failure, input: 'other' }));
    await withJournal(async ({ find }) => {
      expect(find('a')).to.include({ failed: false, input: 'files' });
      expect(find('b')).to.include({ failed: true, input: 'other' });
      expect(find('c')).to.equal(undefined);
    });
  });

  it('lets the last record of a study count', async () => {
    await written(recordOf('a', { error: failure }), recordOf('b'));
    await written(recordOf('a'));
    expect(await allRecords()).to.deep.equal([recordOf('a'), recordOf('b')]);
    await withJournal(async ({ find }) => expect(find('a')?.failed).to.equal(false));
  });

  it('is empty when it is new', async () => {
    expect(await allRecords()).to.deep.equal([]);
  });

  it('cuts off a record that a crash cut short, and goes on behind the last whole one', async () => {
    await written(recordOf('a'));
    const { size } = await stat(pathOf());
    for (const torn of ['{"studyId":"b","tab', JSON.stringify(recordOf('b'))]) {
      await appendFile(pathOf(), torn);
      expect((await allRecords()).map(({ studyId }) => studyId)).to.deep.equal(['a']);
      expect((await stat(pathOf())).size).to.equal(size);
    }
    await written(recordOf('c'));
    expect((await allRecords()).map(({ studyId }) => studyId)).to.deep.equal(['a', 'c']);
  });

  it('cuts off a torn record that is longer than a block of the file', async () => {
    await written(recordOf('a'));
    await appendFile(pathOf(), `{"studyId":"${'x'.repeat(200_000)}`);
    expect((await allRecords()).map(({ studyId }) => studyId)).to.deep.equal(['a']);
  });

  it('begins anew where not even the header was written whole', async () => {
    await writeFile(pathOf(), '{"format":"spinestr');
    await written(recordOf('a'));
    expect(await allRecords()).to.have.length(1);
  });

  it('refuses the journal of another run and leaves it as it is', async () => {
    await written(recordOf('a'));
    const before = await readFile(pathOf(), 'utf8');
    const error = await rejectionOf(allRecords('two'));
    expect(error.code).to.equal('JOURNAL_FOREIGN');
    expect(error.message).to.equal(
      `${pathOf()}: the results in this folder were computed by another pipeline, with other models, options or studies; choose another --out folder, or discard them with --overwrite`,
    );
    expect(await readFile(pathOf(), 'utf8')).to.equal(before);
  });

  it('says in what the journal of another run differs', async () => {
    const open = (fingerprint: string, origin?: Record<string, string>) =>
      openJournal(pathOf(), { fingerprint, origin });
    await (await open('one', { pipeline: 'a', models: 'b', studies: 'c' })).close();
    const there = { pipeline: 'A', models: 'b', studies: 'C', moon: 'd' };
    expect((await rejectionOf(open('two', there))).reason).to.equal(
      'the results in this folder were computed with another pipeline or other options in it, other studies, another moon; choose another --out folder, or discard them with --overwrite',
    );
    expect((await rejectionOf(open('two'))).reason).to.include(
      'computed by another pipeline, with other models, options or',
    );
  });

  it('names the variables that differ, with both values', async () => {
    const open = (fingerprint: string, variables?: Record<string, string | number | boolean>) =>
      openJournal(pathOf(), { fingerprint, origin: { pipeline: fingerprint, models: 'b' }, variables });
    await (await open('one', { refer: 0, networks: 'nano', roi_px: 96 })).close();
    expect((await rejectionOf(open('two', { refer: 0.1, networks: 'nano', truth: 'train.csv' }))).reason).to.equal(
      'the results in this folder were computed with another pipeline or other options in it (refer: 0 there, 0.1 here; roi_px: 96 there, not set here; truth: not set there, "train.csv" here); set the variables as before (--set), choose another --out folder, or discard them with --overwrite',
    );
    for (const variables of [undefined, { refer: 0, networks: 'nano', roi_px: 96 }])
      expect((await rejectionOf(open('two', variables))).reason).to.match(
        /computed with another pipeline or other options in it; choose another/,
      );
  });

  it('tells which other versions made records, once each, and only those that did', async () => {
    const session = async (madeWith: string | undefined, ...ids: readonly string[]) => {
      const journal = await openJournal(pathOf(), { fingerprint: 'one', madeWith });
      for (const id of ids) await journal.append(recordOf(id));
      await journal.close();
      return journal.madeEarlierWith;
    };
    expect(await session('v1', '1')).to.eql([]);
    expect(await session('v1', '2')).to.eql([]);
    expect(await session('v2')).to.eql(['v1']); // made nothing
    expect(await session('v3', '3', '4')).to.eql(['v1']);
    expect(await session('v1', '5')).to.eql(['v3']);
    expect(await session('v4')).to.eql(['v1', 'v3']);
    expect((await allRecords()).map(({ studyId }) => studyId)).to.eql(['1', '2', '3', '4', '5']);
    const text = await readFile(pathOf(), 'utf8');
    expect(text.match(/madeWith/g)).to.have.length(3);
  });

  it('does not know who made the records of a journal that does not say', async () => {
    await written(recordOf('1'));
    const journal = await openJournal(pathOf(), { fingerprint: 'one', madeWith: 'v2' });
    await journal.append(recordOf('2'));
    await journal.close();
    expect(journal.madeEarlierWith).to.eql([]);
    expect((await allRecords()).map(({ studyId }) => studyId)).to.eql(['1', '2']);
  });

  it('refuses a file that is no journal', async () => {
    await writeFile(pathOf(), '{"study":1}\n');
    expect((await rejectionOf(allRecords())).code).to.equal('JOURNAL_FOREIGN');
  });

  for (const [what, line] of [
    ['is no JSON', '{"studyId":'],
    ['is no record', '{"study":1}'],
    ['is nothing', 'null'],
  ] as const)
    it(`names the line in the middle that ${what}`, async () => {
      await written(recordOf('a'));
      await appendFile(pathOf(), `${line}\n${JSON.stringify(recordOf('c'))}\n`);
      const error = await rejectionOf(allRecords());
      expect(error.code).to.equal('JOURNAL_CORRUPT');
      expect(error.message).to.equal(
        `${pathOf()}:3: cannot read this line of the journal; start over with --overwrite, or in another --out folder`,
      );
    });

  it('says that it cannot be written', async () => {
    const error = await rejectionOf(openJournal(join(folder(), 'no', 'journal.jsonl'), { fingerprint: 'one' }));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
    expect(error.cause).to.have.property('code', 'ENOENT');
  });
});

describe('failureOf', () => {
  it('keeps code, reason, place and the messages of the causes, outermost first', () => {
    const cause = new Error('outer', { cause: new Error('inner') });
    const where = { studyId: '1', file: '2.dcm' };
    expect(failureOf(new SpineError({ code: 'BAD', reason: 'bad', where, cause }))).to.deep.equal({
      code: 'BAD',
      reason: 'bad',
      where,
      causes: ['outer', 'inner'],
    });
  });

  it('adds the place in the code to an error that nobody made on purpose', async () => {
    const work = Promise.resolve().then(() => Reflect.get(undefined as never, 'x'));
    const { causes } = failureOf(await work.catch((thrown: unknown) => asSpineError(thrown)));
    expect(causes).to.have.length(1);
    expect(causes[0]).to.match(/^Reflect\.get called on non-object \(journal\.test\.[jt]s:\d+:\d+\)$/);
  });
});
