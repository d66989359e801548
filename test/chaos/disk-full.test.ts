import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type GradeOptions, gradeStudies } from '../../src/run/grade-studies.ts';
import { smallStudies } from '../support/challenge-folder.ts';
import { fakeRuntime, writeFakeModels } from '../support/fake-runtime.ts';
import { linkedStudies } from '../support/many-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const STUDIES = 8;
const RESULTS = ['submission.csv', 'coordinates.csv', 'errors.jsonl', 'warnings.jsonl'];
const AMPLE = 'size=20m';

const mount = (...parameters: readonly string[]): boolean => spawnSync('mount', parameters).status === 0;
const mounted: string[] = [];

/** A disk of its own in memory; false where this system, or this user, may not have one. */
const mountDisk = async (folder: string, size: string): Promise<boolean> => {
  await mkdir(folder, { recursive: true });
  const done = mount('-t', 'tmpfs', '-o', size, 'tmpfs', folder);
  if (done) mounted.push(folder);
  return done;
};
const remount = (folder: string, option: string): void => {
  if (!mount('-o', `remount,${option}`, folder)) throw new Error(`${folder} cannot be remounted with ${option}`);
};

describe('an output folder that cannot be written to', function () {
  this.timeout(120_000);
  let base: string;
  let undisturbed: readonly string[];

  const options = (given: Partial<GradeOptions> & Pick<GradeOptions, 'out'>): GradeOptions => ({
    pipeline: 'two-stage',
    studies: join(base, 'studies'),
    models: join(base, 'models'),
    concurrency: 2,
    existing: 'refuse',
    startRuntime: async () => fakeRuntime(),
    now: () => performance.now(),
    date: () => new Date(),
    ...given,
  });
  const resultsIn = (out: string): Promise<readonly string[]> =>
    Promise.all(RESULTS.map((name) => readFile(join(out, name), 'utf8')));
  const countIn = async (out: string): Promise<number> =>
    (await readFile(join(out, 'journal.jsonl'), 'utf8')).split('\n').length - 2; // a header, and nothing after the last newline

  before(async function () {
    base = await keptFolder();
    if (!(await mountDisk(join(base, 'probe'), 'size=48k'))) {
      console.log('    no disk of its own can be mounted here (that takes root and tmpfs)');
      this.skip();
    }
    await linkedStudies(await smallStudies(), join(base, 'studies'), STUDIES);
    await writeFakeModels(join(base, 'models'));
    const out = join(base, 'undisturbed');
    await gradeStudies(options({ out }));
    undisturbed = await resultsIn(out);
  });

  after(() => {
    for (const folder of mounted) spawnSync('umount', ['-l', folder]);
  });

  /** From no room for the lock, over room for half of the studies, to room for all of them but not for the tables. */
  for (const size of ['size=4k', 'size=8k', 'size=48k', 'journal'])
    it(`says that the disk is full, and resumes to the same bytes when there is room (${size})`, async () => {
      const out = join(base, size);
      const journalBytes = Buffer.byteLength(await readFile(join(base, 'undisturbed', 'journal.jsonl')));
      await mountDisk(out, size === 'journal' ? `size=${Math.ceil(journalBytes / 1024) + 16}k` : size);
      const error = await rejectionOf(gradeStudies(options({ out })));
      expect(error.code).to.equal('DISK_FULL');
      expect(error.message).to.match(
        /^\/\S+: the disk is full; results so far are kept: free some space and continue with --resume$/,
      );
      expect(error.where.file).to.satisfy((file: string) => file.startsWith(out));
      expect(error.cause).to.have.property('code', 'ENOSPC');
      if (size === 'journal') {
        const again = await rejectionOf(gradeStudies(options({ out, existing: 'resume' })));
        expect(again.code, 'still full').to.equal('DISK_FULL');
      }
      remount(out, AMPLE);
      const { counts } = await gradeStudies(options({ out, existing: 'resume' }));
      expect(counts).to.include({ studies: STUDIES, failed: 0 });
      if (size === 'journal') expect(counts.resumed).to.equal(STUDIES);
      expect(await resultsIn(out)).to.deep.equal(undisturbed);
      expect((await readdir(out)).sort()).to.deep.equal((await readdir(join(base, 'undisturbed'))).sort());
    });

  it('says what cannot be written when the disk is read-only, and resumes when it is not', async () => {
    const out = join(base, 'read-only');
    await mountDisk(out, AMPLE);
    const stopping = new AbortController();
    const onEvent: GradeOptions['onEvent'] = ({ type }) => {
      if (type === 'study') stopping.abort();
    };
    await gradeStudies(options({ out, stop: stopping.signal, onEvent }));
    const done = await countIn(out);
    expect(done).to.be.within(1, STUDIES - 1);
    remount(out, 'ro');
    for (const existing of ['resume', 'overwrite'] as const) {
      const error = await rejectionOf(gradeStudies(options({ out, existing })));
      expect(error.code).to.equal('OUTPUT_UNWRITABLE');
      expect(error.message).to.equal(
        `${join(out, 'run.lock')}: cannot write this file; check that the folder exists and is writable (results so far are kept: continue with --resume)`,
      );
      expect(error.cause).to.have.property('code', 'EROFS');
    }
    remount(out, 'rw');
    const { counts } = await gradeStudies(options({ out, existing: 'resume' }));
    expect(counts).to.include({ studies: STUDIES, resumed: done });
    expect(await resultsIn(out)).to.deep.equal(undisturbed);
  });

  it('says so for a new folder on a read-only disk', async () => {
    const disk = join(base, 'new');
    await mountDisk(disk, AMPLE);
    remount(disk, 'ro');
    const error = await rejectionOf(gradeStudies(options({ out: join(disk, 'out') })));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
    expect(error.where.file).to.equal(join(disk, 'out'));
  });

  it('says so where the output folder is a file', async () => {
    const out = join(base, 'file');
    await writeFile(out, 'not a folder');
    const error = await rejectionOf(gradeStudies(options({ out })));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
    expect(error.where.file).to.equal(out);
  });
});
