import { appendFile, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type GradeEvent, gradeStudies } from '../../../src/run/grade-studies.ts';
import { type MergeOptions, mergeRuns } from '../../../src/run/merge/merge-runs.ts';
import { lockOutput } from '../../../src/run/output-lock.ts';
import { shardOf } from '../../../src/run/shards/shard.ts';
import { smallStudies } from '../../support/challenge-folder.ts';
import { fakeRuntime, writeFakeModels } from '../../support/fake-runtime.ts';
import { linkedStudies } from '../../support/many-studies.ts';
import { forkProgram } from '../../support/node-program.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const STUDIES = 12;
const SHARDS = 3;
/** Without it, every run would name the pages differently. */
const SALT = 'a';
const PIPELINE = 'two-stage-report';
const CHILD = new URL('../../support/grade-child.ts', import.meta.url);
const ids = Array.from({ length: STUDIES }, (_, i) => String(1_000_000 + i));
const ABSENT = '1000003';

describe('mergeRuns', function () {
  this.timeout(600_000);
  let base: string;
  let studies: string;
  let models: string;
  let copies = 0;

  const at = (name: string): string => join(base, name);
  const grade = (out: string, more: Partial<Parameters<typeof gradeStudies>[0]> = {}) =>
    gradeStudies({
      ...{ pipeline: PIPELINE, studies, models, out: at(out) },
      ...{ nameSalt: SALT, startRuntime: async () => fakeRuntime() },
      ...more,
    });

  /** A run in a process of its own, killed at its `afterStudies`-th study or, without that number, never. */
  const inChild = (
    out: string,
    shard: string,
    existing: string,
    afterStudies?: number,
  ): Promise<NodeJS.Signals | null> =>
    new Promise((resolve, reject) => {
      let seen = 0;
      const settings = { pipeline: PIPELINE, studies, models, out: at(out), existing, shard, nameSalt: SALT };
      const child = forkProgram(CHILD, [JSON.stringify(settings), '20']);
      child.on('message', (type) => {
        if (type === 'study' && ++seen === afterStudies) child.kill('SIGKILL');
      });
      child.on('error', reject);
      child.on('exit', (_, signal) => resolve(signal));
    });

  before(async () => {
    base = await keptFolder();
    [studies, models] = [at('studies'), at('models')];
    await linkedStudies(await smallStudies(), studies, STUDIES);
    await rm(join(studies, 'train_images', ABSENT), { recursive: true });
    await cp(join(studies, 'train_images', '1000004'), join(studies, 'train_images', 'undescribed'), {
      recursive: true,
    });
    await writeFakeModels(models);
    await grade('whole');
    await grade('shard0', { shard: '0/3' });
    const killed = await inChild('shard1', '1/3', 'refuse', 1);
    expect(killed).to.equal('SIGKILL');
    await cp(at('shard1'), at('killed'), { recursive: true });
    expect(await inChild('shard1', '1/3', 'resume')).to.equal(null);
    await grade('shard2', { shard: { index: 2, count: 3 } });
  });

  const shards = (): readonly string[] => [at('shard2'), at('shard0'), at('shard1')];
  const merge = (out: string, more: Partial<MergeOptions> = {}) =>
    mergeRuns({ parts: shards(), out: at(out), ...more });

  /** Paths of all files below a folder, with their bytes. */
  const filesIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return new Map(
      await Promise.all(
        paths.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'latin1')] as const),
      ),
    );
  };

  /** A changed copy of a shard's folder, in the place of that shard. */
  const withChanged = async (index: number, change: (folder: string) => Promise<unknown>): Promise<string[]> => {
    const folder = at(`changed${copies++}`);
    await cp(at(`shard${index}`), folder, { recursive: true });
    await change(folder);
    return [folder, ...[0, 1, 2].filter((other) => other !== index).map((other) => at(`shard${other}`))];
  };
  const codeOf = async (options: Partial<MergeOptions>, words: RegExp): Promise<string> => {
    const error = await rejectionOf(merge(`refused${copies++}`, options));
    expect(error.message).to.match(words);
    return error.code;
  };

  it('makes of three shards, one of them killed and resumed, the bytes of one run', async () => {
    const summary = await merge('merged');
    expect(summary).to.deep.include({ parts: SHARDS, doubled: 0, failedElsewhere: 0 });
    const [whole, merged] = [await filesIn(at('whole')), await filesIn(at('merged'))];
    const own = ['journal.jsonl', 'run.json']; // the order of completion, and times
    expect([...merged.keys()]).to.deep.equal([...whole.keys()]);
    expect([...whole.keys()].filter((name) => name.startsWith('report/studies/'))).to.have.length(summary.studies);
    for (const [name, bytes] of whole) if (!own.includes(name)) expect(merged.get(name), name).to.equal(bytes);
    const counts = (files: ReadonlyMap<string, string>) => JSON.parse(files.get('run.json') ?? '').counts;
    const { studies: all, failed, warned, grades } = counts(whole);
    expect(counts(merged)).to.deep.include({ studies: all, failed, warned, grades });
    const lines = (files: ReadonlyMap<string, string>) => (files.get('journal.jsonl') ?? '').trim().split('\n');
    expect(lines(merged).slice(1).sort()).to.deep.equal(lines(whole).slice(1).sort());
    const origin = ([header = '']: readonly string[]) => ({ ...JSON.parse(header), nameSalt: undefined });
    expect(origin(lines(merged))).to.deep.equal(origin(lines(whole))); // the fingerprint is that of the whole, and it is no shard any more
  });

  it('leaves each study to one shard, and reads nothing of the others', async () => {
    for (const index of [0, 1, 2]) {
      const text = await readFile(join(at(`shard${index}`), 'submission.csv'), 'utf8');
      const graded = new Set([...text.matchAll(/^(\d{7})_/gm)].map(([, id]) => id));
      expect([...graded].sort()).to.deep.equal(ids.filter((id) => id !== ABSENT && shardOf(id, SHARDS) === index));
    }
  });

  it('may be merged again with other results, and counts as complete itself', async () => {
    await merge('merged again', { parts: [at('merged')] });
    const [a, b] = [await filesIn(at('merged')), await filesIn(at('merged again'))];
    for (const name of ['submission.csv', 'report/index.html']) expect(b.get(name)).to.equal(a.get(name));
  });

  it('names the shard that is missing, and one that is there twice', async () => {
    expect(await codeOf({ parts: [at('shard0'), at('shard2')] }, /of 3 shards this one is missing: 1\/3/)).to.equal(
      'SHARDS_MISSING',
    );
    await cp(at('shard1'), at('copy of 1'), { recursive: true });
    expect(
      await codeOf(
        { parts: [...shards(), at('copy of 1')] },
        /shard 1\/3 is given more than once: .*shard1, .*copy of 1/,
      ),
    ).to.equal('PART_TWICE');
    expect(await codeOf({ parts: [...shards(), at('shard0')] }, /folder is given more than once/)).to.equal(
      'PART_TWICE',
    );
  });

  it('names the shard that was killed, was stopped, or is still running', async () => {
    const parts = [at('shard0'), at('killed'), at('shard2')];
    expect(await codeOf({ parts }, /killed: shard 1\/3 is not complete: it was killed/)).to.equal('PART_UNFINISHED');
    const stop = new AbortController();
    const onEvent = ({ type }: GradeEvent) => void (type === 'study' && stop.abort());
    await grade('stopped', { shard: '1/3', stop: stop.signal, onEvent, concurrency: 1 });
    expect(
      await codeOf(
        { parts: [at('shard0'), at('stopped'), at('shard2')] },
        /shard 1\/3 is not complete: it was stopped/,
      ),
    ).to.equal('PART_UNFINISHED');
    const unlock = await lockOutput(at('shard1'));
    expect(await codeOf({}, /shard 1\/3 is not complete: a run still writes/)).to.equal('PART_UNFINISHED');
    await unlock();
  });

  it('refuses a journal that was cut off, between records or within one', async () => {
    const journal = (folder: string) => join(folder, 'journal.jsonl');
    const within = await withChanged(2, async (folder) =>
      truncate(journal(folder), (await readFile(journal(folder))).length - 10),
    );
    expect(await codeOf({ parts: within }, /shard 2\/3 is damaged: its journal ends in the middle/)).to.equal(
      'PART_DAMAGED',
    );
    const between = await withChanged(2, async (folder) => {
      const lines = (await readFile(journal(folder), 'utf8')).trim().split('\n');
      await writeFile(journal(folder), `${lines.slice(0, -1).join('\n')}\n`);
    });
    expect(await codeOf({ parts: between }, /its journal has \d+ studies, and run.json counts \d+/)).to.equal(
      'PART_DAMAGED',
    );
    const lacking = await withChanged(0, (folder) => rm(join(folder, 'report', 'studies'), { recursive: true }));
    expect(await codeOf({ parts: lacking }, /shard 0\/3 is damaged: it lacks report\/studies/)).to.equal(
      'PART_DAMAGED',
    );
    const corrupt = await withChanged(0, (folder) => appendFile(journal(folder), '{"studyId":\n'));
    expect(await codeOf({ parts: corrupt }, /cannot read/)).to.equal('JOURNAL_CORRUPT');
  });

  it('refuses parts of different wholes, naming in what they differ', async () => {
    await grade('fewer', { shard: '1/3', ids: ids.slice(0, 9) });
    expect(
      await codeOf(
        { parts: [at('shard0'), at('fewer'), at('shard2')] },
        /fewer: its results and those in .*shard0 were made with other studies/,
      ),
    ).to.equal('PARTS_FOREIGN');
    expect(await codeOf({ parts: [...shards(), at('whole')] }, /whole: it is no shard, and .*shard2 is not/)).to.equal(
      'PARTS_MIXED',
    );
    expect(await codeOf({ parts: [base] }, /no journal.jsonl in this folder, expected the folder of results/)).to.equal(
      'PART_MISSING',
    );
  });

  it('takes folders, and says so of a file', async () => {
    const file = join(base, 'submission of one.csv');
    await writeFile(file, 'row_id\n');
    const error = await rejectionOf(mergeRuns({ parts: [file], out: join(base, 'of a file') }));
    expect(error.code).to.equal('PART_MISSING');
    expect(error.reason).to.equal(
      'this is a file, expected the folder of results of a run; name the folder that contains it',
    );
  });

  it('wants every listed study, where a list is given', async () => {
    const graded = ids.filter((id) => id !== ABSENT);
    await merge('listed', { ids: graded });
    expect(await codeOf({ ids: [...graded, '9', '10'] }, /these 2 studies: 9, 10;/)).to.equal('STUDIES_MISSING');
  });

  it('writes into a folder of its own, one merge at a time', async () => {
    const own = await rejectionOf(mergeRuns({ parts: shards(), out: at('shard0') }));
    expect(own.code).to.equal('MERGE_INTO_PART');
    const taken = await rejectionOf(merge('merged'));
    expect(taken.code).to.equal('OUTPUT_NOT_EMPTY');
    const both = await Promise.allSettled([merge('at once'), merge('at once')]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    for (const end of both) if (end.status === 'rejected') expect(end.reason).to.include({ code: 'OUTPUT_LOCKED' });
    await merge('at once', { existing: 'overwrite' });
  });

  it('lets only the same shard be resumed', async () => {
    const error = await rejectionOf(grade('shard0', { shard: '1/3', existing: 'resume' }));
    expect(error.code).to.equal('JOURNAL_FOREIGN');
    expect(error.reason).to.match(/computed with another --shard/);
  });

  describe('of runs over different lists of studies', () => {
    const listed = (out: string, list: readonly string[]) => grade(out, { ids: list, pipeline: 'two-stage' });
    before(async () => {
      await listed('list a', ids.slice(0, 7));
      await listed('list b', ids.slice(6));
      await listed('both lists', ids);
    });

    it('takes one of two equal results', async () => {
      const summary = await merge('lists', { parts: [at('list a'), at('list b')] });
      expect(summary).to.deep.include({ parts: 2, studies: STUDIES, doubled: 1 });
      const [whole, merged] = [await filesIn(at('both lists')), await filesIn(at('lists'))];
      for (const name of ['submission.csv', 'basis.csv', 'coordinates.csv', 'errors.jsonl', 'warnings.jsonl'])
        expect(merged.get(name), name).to.equal(whole.get(name));
    });

    /** `list b` with another first probability of the study that both lists have. */
    const changedBy = async (difference: number): Promise<string> => {
      const folder = at(`changed${copies++}`);
      await cp(at('list b'), folder, { recursive: true });
      const file = join(folder, 'journal.jsonl');
      const lines = (await readFile(file, 'utf8')).trim().split('\n');
      const changed = lines.map((line) => {
        const record = JSON.parse(line);
        if (record.studyId === ids[6]) record.tables.submission[0][1] += difference;
        return JSON.stringify(record);
      });
      await writeFile(file, `${changed.join('\n')}\n`);
      return folder;
    };

    it('refuses results of one study that differ by more than the tolerance, naming both folders', async () => {
      const folder = await changedBy(0.001);
      const parts = [at('list a'), folder];
      const words = new RegExp(
        `study ${ids[6]}: .*list a and .*changed\\d+ have different results of it \\(submission: row 1, column 2: .*at most 0.000001 is`,
      );
      expect(await codeOf({ parts }, words)).to.equal('RESULTS_CONTRADICT');
      await merge(`close${copies++}`, { parts, tolerance: 0.0011 });
      await merge(`close${copies++}`, { parts: [at('list a'), await changedBy(1e-7)] });
    });

    it('keeps the pages of each part, whose names have salts of their own, and takes one of a study that both have', async () => {
      await grade('pages a', { ids: ids.slice(0, 2), nameSalt: undefined });
      await grade('pages b', { ids: ids.slice(1, 3), nameSalt: undefined });
      const [a, b] = [await filesIn(at('pages a')), await filesIn(at('pages b'))];
      expect([...a.keys()].filter((name) => name.startsWith('report/studies/') && b.has(name))).to.deep.equal([]);
      expect(await merge('pages', { parts: [at('pages a'), at('pages b')] })).to.deep.include({
        studies: 3,
        doubled: 1,
      });
      const merged = await filesIn(at('pages'));
      const links = [...(merged.get('report/index.html') ?? '').matchAll(/href="(studies\/[^"]+)">([^<]+)</g)];
      expect(links).to.have.length(3);
      for (const [, page = '', label] of links)
        expect(merged.get(`report/${page}`), page).to.include(`<h1>Study ${label}</h1>`);
    });
  });
});
