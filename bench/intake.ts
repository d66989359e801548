import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { phantomBase } from '../test/intake/study/phantom.ts';
import { putPrivate } from '../test/intake/study/private.ts';
import type { Slice } from '../test/intake/study/slice.ts';
import { uid } from '../test/intake/study/uid.ts';
import { builtChild } from './built-child.ts';
import type { IntakeMeasured } from './intake-child.ts';

/** Far more than a lumbar spine has; a study of dynamic or diffusion series may have as many. */
const FILES = 4376;
const SIZE_PX = 64;
/** Scanners write longer headers than the phantom's. */
const PRIVATE_BYTES = 3000;
const ROUNDS = 5;
const LIMITS = { indexMs: 3000, grownBytes: 150e6 };

/** Copies of the phantom's series with fewer pixels, each a separate series. */
function* slices(): Generator<Slice> {
  const base = phantomBase(9001, 0);
  const pixels = new Uint16Array(SIZE_PX ** 2).map((_, index) => index % 1400);
  for (let count = 0; ; count++) {
    const repeat = Math.floor(count / base.slices.length);
    const original = base.slices[count % base.slices.length]!;
    const slice = original.copy(`series-${original.kind}-${repeat}/${original.number}.dcm`).identify(repeat);
    const seriesUid = uid(slice.dataSet.text('SeriesInstanceUID'), repeat);
    slice.set({ SeriesInstanceUID: seriesUid, SeriesNumber: `${slice.dataSet.number('SeriesNumber') + 100 * repeat}` });
    putPrivate(slice.dataSet, 1, { vr: 'OB', value: new Uint8Array(PRIVATE_BYTES) });
    yield slice.setPixels(pixels, { rows: SIZE_PX, columns: SIZE_PX });
  }
}

const writeStudy = async (folder: string): Promise<void> => {
  let written = 0;
  for (const slice of slices()) {
    if (written++ === FILES) return;
    const path = join(folder, slice.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, slice.encode());
  }
};

const measured = async (child: string, folder: string): Promise<IntakeMeasured> => {
  const running = fork(child, [folder]);
  const [answer] = await once(running, 'message');
  await once(running, 'exit');
  return answer;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** Measures time and memory of indexing a large study, in child processes that run the built product. */
export const intakeBench = async (report: (line: string) => void): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-intake-'));
  try {
    const [studies, built] = [join(folder, 'study'), join(folder, 'built')];
    await mkdir(built);
    const child = await builtChild('bench/intake-child.ts', built);
    await writeStudy(studies);
    const runs: IntakeMeasured[] = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await measured(child, studies));
    const of = (key: keyof IntakeMeasured) => median(runs.map((run) => run[key]));
    report(`${of('files')} files, ${of('slices')} slices, ${of('series')} series; median of ${ROUNDS} processes`);
    report(
      `index: ${of('indexMs').toFixed(0)} ms (at most ${LIMITS.indexMs}), then series and ranking ${of('rankMs').toFixed(0)} ms`,
    );
    report(
      `memory: ${megabytes(of('grownBytes'))} more than before (at most ${megabytes(LIMITS.grownBytes)}), ${megabytes(of('peakRssBytes'))} in all`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
