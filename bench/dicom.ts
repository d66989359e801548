import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSlice, parseHeader, readBytes, readHeader, sliceFilesOf, sliceStore } from '../src/dicom/index.ts';
import { compressedSlice } from '../test/support/compressed-fixture.ts';
import { dicomFixture, type FixtureSyntax } from '../test/support/dicom-fixture.ts';

const FILES = 64;
const ROUNDS = 12;
const SIZE_PX = 256;
/** A large slice, for the slowest cases. */
const LARGE_PX = 512;
const LARGE_SLICES = 8;

interface Timing {
  readonly name: string;
  /** Median over the rounds. */
  readonly msPerFile: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const timed = async (name: string, round: () => Promise<unknown> | unknown): Promise<Timing> => {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const from = performance.now();
    await round();
    times.push((performance.now() - from) / FILES);
  }
  return { name, msPerFile: median(times) };
};

/** A smooth 12-bit picture with some noise, typical input for RLE. */
const picture = (sizePx = SIZE_PX): number[] =>
  Array.from({ length: sizePx * sizePx }, (_, i) => {
    const [x, y] = [i % sizePx, Math.floor(i / sizePx)];
    return (Math.floor(1000 * (2 + Math.sin(x / 20) + Math.cos(y / 30))) % 4096) ^ ((x * 7919 + y * 104729) % 16);
  });

const fixture = (syntax: FixtureSyntax) =>
  dicomFixture({ syntax, rows: SIZE_PX, columns: SIZE_PX, pixels: picture(), privateBytes: 2000 });

const repeat = (work: () => unknown) => async () => {
  for (let i = 0; i < FILES; i++) await work();
};

const inMemory = async (syntax: FixtureSyntax): Promise<Timing[]> => {
  const bytes = fixture(syntax);
  const prefix = bytes.slice(0, 8192);
  return [
    await timed(
      `${syntax}: header of 8 KiB in memory`,
      repeat(() => parseHeader(prefix)),
    ),
    await timed(
      `${syntax}: decode in memory`,
      repeat(() => decodeSlice(bytes)),
    ),
  ];
};

const COMPRESSED = [
  'jpeg-extended',
  'jpeg-lossless-first-order',
  'jpeg-lossless',
  'jpeg-ls',
  'jpeg-2000',
  'htj2k',
] as const;

/** CPU time of all threads, so that other work on the machine does not count. */
const cpuTimed = async (name: string, slice: () => Promise<unknown>): Promise<Timing> => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = process.cpuUsage();
    for (let i = 0; i < LARGE_SLICES; i++) await slice();
    const { user, system } = process.cpuUsage(from);
    times.push((user + system) / 1000 / LARGE_SLICES);
  }
  return { name, msPerFile: median(times) };
};

/** Round trips of large slices. */
const compressed = async (): Promise<Timing[]> => {
  const pixels = Uint16Array.from(picture(LARGE_PX));
  const format = { rows: LARGE_PX, columns: LARGE_PX, bitsAllocated: 16, signed: false } as const;
  const timings: Timing[] = [];
  for (const encoding of COMPRESSED) {
    const bitsStored = encoding === 'jpeg-extended' ? 12 : 16;
    const values = bitsStored === 16 ? pixels.map((value) => 16 * value + (value % 16)) : pixels;
    const bytes = await compressedSlice(encoding, { ...format, bitsStored, pixels: values });
    for (let i = 0; i < LARGE_SLICES; i++) await decodeSlice(bytes); // warm-up, until the thread runs compiled code
    const name = `${encoding}: decode ${LARGE_PX} x ${LARGE_PX}, ${bitsStored} bits, processor time`;
    timings.push(await cpuTimed(name, () => decodeSlice(bytes)));
  }
  return timings;
};

const onDisk = async (folder: string): Promise<Timing[]> => {
  const names = Array.from({ length: FILES }, (_, i) => `${i + 1}.dcm`);
  const bytes = fixture('explicit');
  for (const name of names) await writeFile(join(folder, name), bytes);
  const files = sliceFilesOf(folder, names);
  return [
    await timed('disk: headers, one after the other', async () => {
      for (const file of files) await readHeader(readBytes, file);
    }),
    await timed('disk: headers through a store', () => {
      const store = sliceStore(readBytes);
      return Promise.all(files.map((file) => store.header(file, '1')));
    }),
    await timed('disk: slices, one after the other', async () => {
      for (const file of files) await decodeSlice(await readBytes(file.path));
    }),
    await timed('disk: slices through a store', () => {
      const store = sliceStore(readBytes);
      return Promise.all(files.map((file) => store.slice(file, '1')));
    }),
  ];
};

/**
 * Measures reading and decoding of 16-bit slices of 256 x 256 pixels and of larger compressed ones, with files in the
 * page cache.
 */
const benchDicom = async (): Promise<Timing[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'dicom-bench-'));
  try {
    const syntaxes: readonly FixtureSyntax[] = ['explicit', 'implicit', 'big-endian', 'rle'];
    const memory: Timing[] = [];
    for (const syntax of syntaxes) memory.push(...(await inMemory(syntax)));
    return [...memory, ...(await compressed()), ...(await onDisk(folder))];
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Prints a line for each way of reading. */
export const dicomBench = async (report: (line: string) => void): Promise<void> => {
  for (const { name, msPerFile } of await benchDicom()) report(`${msPerFile.toFixed(3)} ms  ${name}`);
};
