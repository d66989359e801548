import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createFolders } from '../../files/make-folder.ts';
import { pretrainedUnknown, pretrainedUnreachable } from './errors.ts';
import { KNOWN_FILES, type PretrainedName } from './known-files.ts';

/** URL of a backbone's public weights. @param mirror replaces the public host, with a path prefix if required */
export const publicUrl = (backbone: PretrainedName, mirror?: string): string => {
  const known = KNOWN_FILES[backbone];
  if (known === undefined) throw pretrainedUnknown(backbone, Object.keys(KNOWN_FILES));
  return mirror === undefined ? known.url : `${mirror.replace(/\/+$/, '')}${new URL(known.url).pathname}`;
};

/**
 * Downloads a file under its own name for the duration of a callback, then deletes it.
 * @throws PRETRAINED_UNREACHABLE
 */
export const withDownload = async <T>(
  url: string,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
  use: (file: string) => Promise<T>,
): Promise<T> => {
  await createFolders(folder);
  const temporary = await mkdtemp(join(folder, '.download-'));
  try {
    const file = join(temporary, basename(new URL(url).pathname));
    await fetchInto(file, url, signal);
    return await use(file);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

const fetchInto = async (file: string, url: string, signal: AbortSignal): Promise<void> => {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw pretrainedUnreachable(url, 'the host cannot be reached', cause);
  });
  if (!response.ok || response.body === null)
    throw pretrainedUnreachable(url, `the host answered ${response.status} ${response.statusText}`);
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file), { signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw pretrainedUnreachable(url, 'the download broke off', cause);
  }
};
