import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { BoundOutput } from '../../core/define-output.ts';
import { JOURNAL } from '../../core/study-record.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { s3Away } from '../../storage/errors.ts';
import { openObjectStore } from '../../storage/object-store.ts';
import { ownFilesOf } from '../claim-output.ts';
import { nothingToResume, outputNotEmpty } from '../errors.ts';
import { resultsTaken, storageUnconditional } from './errors.ts';
import { downloadIfThere, fetchJournal, SEGMENTS, segmentPath, segmentsIn } from './stored-journal.ts';

/** Waiting and retrying for a storage. */
interface Patience {
  /** Stops retrying when it aborts. */
  readonly signal?: AbortSignal | undefined;
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
}

/** Results in an S3 storage. They grow in a local folder, and are uploaded before a study counts as done. */
export interface ResultStore {
  /** Local folder of this process; removed at the end. */
  readonly folder: string;
  /**
   * Inspects the existing results, and downloads the journal of a run to resume.
   * @throws OUTPUT_NOT_EMPTY, NOTHING_TO_RESUME, S3_*
   */
  readonly claim: (existing: 'refuse' | 'resume' | 'overwrite', outputs: readonly BoundOutput[]) => Promise<void>;
  /** From now on, retries storage failures for as long as it takes. */
  readonly begin: (patience: Patience) => void;
  /** Moves files of a study to the storage. */
  readonly putFiles: (paths: readonly string[]) => Promise<void>;
  /** Uploads the journal's growth. @throws OUTPUT_LOCKED if another run has done so, S3_* */
  readonly putJournal: (bytes: number) => Promise<void>;
  /** Uploads everything in the folder, the run's record last. */
  readonly finish: () => Promise<void>;
  /** Uploads the log and removes the folder. */
  readonly close: () => Promise<void>;
}

const LOG = 'log.jsonl';
const RECORD = 'run.json';
const NOT_RESULTS = /^(run\.lock.*|in-progress\.json|log\.jsonl|run\.json|journal\.jsonl|.*\.tmp)$/;
const RETRY_MS = 2000;
const AT_ONCE = 8;

/** Opens a location for results at an s3:// address. @throws S3_ADDRESS, S3_CLIENT_MISSING */
export const openResultStore = async (address: string): Promise<ResultStore> => {
  const store = await openObjectStore(address);
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-results-'));
  const writer = randomUUID();
  const limit = pLimit(AT_ONCE);
  let patience: Patience | undefined;
  let stored = 0;
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let isTold = false; ; isTold = true)
      try {
        return await work();
      } catch (error) {
        const { signal, onTrouble } = patience ?? {};
        const canWait = patience !== undefined && signal?.aborted !== true;
        if (!canWait || !(error instanceof SpineError) || !error.retriable) throw error;
        if (!isTold) onTrouble?.(s3Away(address, error));
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
  };
  const upload = (path: string): Promise<void> => patiently(() => store.upload(path, join(folder, path)));
  const putSegment = async (bytes: number): Promise<void> => {
    if (bytes <= stored) return;
    const content = await bytesOf(join(folder, JOURNAL), stored, bytes);
    const path = segmentPath(stored);
    const create = (by: string): Promise<boolean> => patiently(() => store.create(path, content, by));
    if (!(await create(writer))) throw resultsTaken(address);
    if (stored === 0 && (await create(randomUUID()))) throw storageUnconditional(address);
    stored = bytes;
  };
  let last: Promise<void> = Promise.resolve();
  return {
    folder,
    claim: async (existing, outputs) => {
      const there: string[] = [];
      for await (const { path } of store.list()) {
        if (path !== LOG) there.push(path);
        if (existing === 'refuse' && there.length > 0) throw outputNotEmpty(address, there.join(', '));
      }
      if (existing === 'resume') {
        stored = await fetchJournal(store, folder);
        if (stored === 0) throw nothingToResume(address);
        await downloadIfThere(store, LOG, join(folder, LOG));
      }
      if (existing === 'overwrite') {
        const own = [...ownFilesOf(outputs), SEGMENTS.slice(0, -1)];
        await store.remove(there.filter((path) => own.some((name) => path === name || path.startsWith(`${name}/`))));
      }
    },
    begin: (given) => {
      patience = given;
    },
    putFiles: async (paths) => {
      const put = async (path: string) => {
        await upload(path);
        await rm(join(folder, path));
      };
      await Promise.all(paths.map((path) => limit(() => put(path))));
    },
    putJournal: (bytes) => {
      last = last.then(() => putSegment(bytes));
      return last;
    },
    finish: async () => {
      const files = (await filesBelow(folder)).filter((path) => !NOT_RESULTS.test(path));
      await Promise.all(files.map((path) => limit(() => upload(path))));
      await upload(JOURNAL);
      await upload(RECORD);
      const segments = await patiently(() => segmentsIn(store));
      await patiently(() => store.remove(segments));
    },
    close: async () => {
      // the results do not depend on the log, and the storage failure was already reported
      if (existsSync(join(folder, LOG))) await store.upload(LOG, join(folder, LOG)).catch(() => undefined);
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const bytesOf = async (file: string, from: number, to: number): Promise<Uint8Array> => {
  const handle = await open(file, 'r');
  try {
    return (await handle.read(Buffer.alloc(to - from), 0, to - from, from)).buffer;
  } finally {
    await handle.close();
  }
};

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'));
};
