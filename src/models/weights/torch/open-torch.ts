import { type ByteFile, readBytes, withByteFile } from '../byte-file.ts';
import { torchNotACheckpoint } from './errors.ts';
import { openLegacyContainer } from './legacy-container.ts';
import type { TorchContainer } from './torch-container.ts';
import { openZipContainer } from './zip-container.ts';

/** Signatures of files that are mistaken for checkpoints, with their formats. */
const MISTAKEN: readonly (readonly [RegExp, string])[] = [
  [/^version https:\/\/git-lfs/, 'it is a Git LFS pointer, the file itself was not fetched (git lfs pull)'],
  [/^\s*<(!doctype|html|\?xml)/i, 'it is a web page, probably the error message of a download'],
  [/^.{8}\{/s, 'it looks like safetensors, which has the ending .safetensors'],
];

const describe = (beginning: Uint8Array): string => {
  if (beginning.length === 0) return 'it is empty';
  const text = Buffer.from(beginning).toString('latin1');
  const known = MISTAKEN.find(([pattern]) => pattern.test(text))?.[1];
  return known ?? `it begins with the bytes ${Buffer.from(beginning.subarray(0, 8)).toString('hex')}`;
};

const open = async (file: ByteFile): Promise<TorchContainer> => {
  const beginning = await readBytes(file, 0, Math.min(file.sizeBytes, 64));
  if (beginning[0] === 0x50 && beginning[1] === 0x4b) return openZipContainer(file);
  if (beginning[0] === 0x80) return openLegacyContainer(file);
  throw torchNotACheckpoint(describe(beginning));
};

/** Opens a checkpoint of either format during `work`. */
export const withTorchFile = <T>(path: string, work: (container: TorchContainer) => Promise<T>): Promise<T> =>
  withByteFile(path, async (file) => {
    const container = await open(file);
    try {
      return await work(container);
    } finally {
      container.close();
    }
  });
