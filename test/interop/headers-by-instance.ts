import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBytes, readHeader } from '../../src/dicom/index.ts';
import type { SliceHeader } from '../../src/domain/slice-header.ts';

/** An image of a folder. */
export interface ImageFile {
  readonly file: string;
  readonly header: SliceHeader;
}

/** The images below a folder by SOPInstanceUID. */
export const headersByInstance = async (folder: string): Promise<ReadonlyMap<string | undefined, ImageFile>> => {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith('.dcm')).map((name) => join(folder, name));
  const images = await Promise.all(
    files.map(async (file) => ({ file, header: await readHeader(readBytes, { name: file, path: file }) })),
  );
  return new Map(images.map((image) => [image.header.sopInstanceUid, image]));
};
