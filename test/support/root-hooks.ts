import { mkdir, mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Cleaning up after tests. Mocha runs these root hooks (`require` in .mocharc.json) after every file where several processes share the
 * files, and after the last one otherwise; a hook outside a suite would run for the first file of a process only.
 */
type Work = () => unknown;

interface Registry {
  /** Runs once, the latest first. */
  readonly after: Work[];
  /** Runs after every test. */
  readonly afterEach: Set<Work>;
}

declare global {
  // Mocha and the tests may load this module as two.
  var spinestreamRootHooks: Registry | undefined;
}

globalThis.spinestreamRootHooks ??= { after: [], afterEach: new Set() };
const registry = globalThis.spinestreamRootHooks;

/** The folder of temporary files within what all files share. */
const TEMPORARY = 'temporary';

export const mochaHooks = {
  /** Not earlier, and not in `mochaGlobalSetup`: the TypeScript loader of a process keeps its cache where it was. */
  beforeAll(): void {
    const shared = process.env.SPINESTREAM_TEST_SHARED;
    if (shared !== undefined) process.env.TMPDIR = join(shared, TEMPORARY);
  },
  async afterAll(): Promise<void> {
    for (let work = registry.after.pop(); work !== undefined; work = registry.after.pop()) await work();
  },
  async afterEach(): Promise<void> {
    for (const work of registry.afterEach) await work();
  },
};

/** A file system in memory, where Linux has one. */
const IN_MEMORY = '/dev/shm';
/** Free bytes that the tests leave alone more than half of. */
const ROOM = 6 * 2 ** 30;

/** Where tests write: in memory where there is room and programs may run, since each study and each service waits for the disk otherwise. */
const placeOfTests = async (): Promise<string> => {
  if (process.env.TMPDIR !== undefined) return tmpdir();
  const free = await statfs(IN_MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  if (free < ROOM) return tmpdir();
  const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
  const options = mounts.find(([, at]) => at === IN_MEMORY)?.[3]?.split(',') ?? ['noexec'];
  return options.includes('noexec') ? tmpdir() : IN_MEMORY;
};

/**
 * What all files share, also those of other processes: compiled programs and threads, made anew for every run of the tests so that they are never
 * stale. Mocha runs it once, before it starts processes, which inherit the variables.
 */
export const mochaGlobalSetup = async (): Promise<void> => {
  const folder = await mkdtemp(join(await placeOfTests(), 'spinestream-tests-'));
  await mkdir(join(folder, TEMPORARY));
  process.env.SPINESTREAM_TEST_SHARED = folder;
  process.env.SPINESTREAM_COMPILED = join(folder, 'compiled');
  const { compileInto } = await import('./compiled-copy.ts');
  await compileInto(process.env.SPINESTREAM_COMPILED);
};

export const mochaGlobalTeardown = async (): Promise<void> => {
  const folder = process.env.SPINESTREAM_TEST_SHARED;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
};

/** Runs `work` once when the tests of the file, or of all files, are over. */
export const afterTests = (work: Work): void => {
  registry.after.push(work);
};

export const afterEveryTest = (work: Work): void => {
  registry.afterEach.add(work);
};

/** What is made at the first call, shared by later ones, and made again after it was disposed of at the end of the tests. */
export const madeOnce = <T>(make: () => Promise<T>, dispose: (made: T) => unknown = () => {}): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    if (made === undefined) {
      const making = make();
      made = making;
      afterTests(async () => {
        made = undefined;
        await making.then(dispose, () => {});
      });
    }
    return made;
  };
};
