import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BoundSource, OpenSource } from '../src/core/define-source.ts';
import { openDicomWeb, outgoingInstance, storeInstances, studyOnServer } from '../src/dicomweb/index.ts';
import { keyOf } from '../src/dicomweb/study/instance-key.ts';
import { startOnnxRuntime } from '../src/models/runtime/onnx/onnx-runtime.ts';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { dicomweb } from '../src/streams/sources/dicomweb.ts';
import { folder as folderSource } from '../src/streams/sources/folder.ts';
import type { DataSet } from '../test/intake/study/data-set.ts';
import { phantomBase } from '../test/intake/study/phantom.ts';
import { endAll, hasOrthanc, startOrthanc } from '../test/support/orthanc-process.ts';

const SEEDS = [9001, 9002, 9003, 9004, 9005, 9007];
const CONCURRENCY = [1, 2, 6, 12];
const MODELS = 'weights/nano';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)}%`;

const uidsOf = (dataSet: DataSet) => ({
  studyUid: dataSet.text('StudyInstanceUID'),
  seriesUid: dataSet.text('SeriesInstanceUID'),
  instanceUid: dataSet.text('SOPInstanceUID'),
});

const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const began = performance.now();
  return [await work(), performance.now() - began];
};

/** A source that measures the time in which at least one read is waiting for bytes. */
const measured = (source: BoundSource): { readonly source: BoundSource; readonly waitedMs: () => number } => {
  let [waiting, since, total] = [0, 0, 0];
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting++ === 0) since = performance.now();
    try {
      return await work();
    } finally {
      if (--waiting === 0) total += performance.now() - since;
    }
  };
  const open = async (env: Parameters<BoundSource['open']>[0]): Promise<OpenSource> => {
    const opened = await source.open(env);
    return {
      ...opened,
      files: { ...opened.files, readBytes: (...asked) => during(() => opened.files.readBytes(...asked)) },
    };
  };
  return { source: { name: source.name, open }, waitedMs: () => total };
};

const graded = async (source: BoundSource, out: string) => {
  const { source: counted, waitedMs } = measured(source);
  const { times, counts, runtime } = await gradeStudies({
    pipeline: 'demo',
    source: counted,
    models: MODELS,
    out,
    concurrency: 2,
    existing: 'refuse',
    startRuntime: () => startOnnxRuntime(),
    now: () => performance.now(),
    date: () => new Date(),
  });
  return { times, counts, waitedMs: waitedMs(), runMs: runtime?.runMs ?? 0 };
};

/** Measures reading instances from an Orthanc on this machine, and the share of a run spent waiting for them. */
export const dicomwebBench = async (report: (line: string) => void): Promise<void> => {
  if (!hasOrthanc()) return report('orthanc and orthanc-dicomweb are not installed');
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
  const orthanc = await startOrthanc();
  try {
    const files = SEEDS.flatMap((seed) =>
      phantomBase(seed, 0).slices.map((slice) => ({ slice, bytes: slice.encode() })),
    );
    const client = await openDicomWeb({ url: orthanc.dicomWeb });
    const sent = files.map(({ slice, bytes }) => outgoingInstance(slice.dataSet.text('SOPInstanceUID'), bytes));
    const [, storeMs] = await timed(() => storeInstances(client.http, sent));
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
    report(
      `${SEEDS.length} studies, ${files.length} instances, ${megabytes.toFixed(1)} MB; sent in ${seconds(storeMs)}`,
    );
    const uids = [...new Set(files.map(({ slice }) => slice.dataSet.text('StudyInstanceUID')))];
    const [, indexMs] = await timed(() => Promise.all(uids.map((uid) => studyOnServer(client, uid))));
    report(
      `metadata of a study ${(indexMs / uids.length).toFixed(0)} ms (${(files.length / (indexMs / 1000)).toFixed(0)} instances/s)`,
    );
    await client.close();
    const keys = files.map(({ slice: { dataSet } }) => keyOf(uidsOf(dataSet)));
    for (const concurrency of CONCURRENCY) {
      const one = await openDicomWeb({ url: orthanc.dicomWeb, concurrency });
      const [, ms] = await timed(() => Promise.all(keys.map((key) => one.instances.read(key))));
      report(
        `${concurrency.toString().padStart(2)} at a time: ${(files.length / (ms / 1000)).toFixed(0)} instances/s, ${(megabytes / (ms / 1000)).toFixed(1)} MB/s`,
      );
      await one.close();
    }
    const studies = join(folder, 'studies');
    for (const { slice, bytes } of files) {
      const file = join(studies, slice.dataSet.text('StudyInstanceUID'), `${slice.kind}-${slice.number}.dcm`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    for (const [what, source] of [
      ['a folder', folderSource.bind({ path: studies })],
      ['Orthanc', dicomweb.bind({ url: orthanc.dicomWeb })],
    ] as const) {
      const { times, counts, waitedMs, runMs } = await graded(source, join(folder, what));
      const { streamingMs } = times;
      report(
        `demo pipeline from ${what}: ${seconds(streamingMs / counts.studies)} a study; somebody waits for bytes ${share(waitedMs, streamingMs)} of the time, networks compute ${share(runMs, streamingMs)}`,
      );
    }
  } finally {
    await endAll();
    await rm(folder, { recursive: true, force: true });
  }
};
