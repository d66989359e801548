import { readFile } from 'node:fs/promises';
import { asSpineError } from '../../domain/spine-error.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { isMissing } from '../../files/error-code.ts';

/** Reads a text file of a run folder with `parse`; undefined if the file does not exist. */
export const readOptional = async <T>(file: string, parse: (text: string) => T): Promise<T | undefined> => {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw asSpineError(error, { file });
  }
};

/** Writes a record atomically. @throws DISK_FULL, OUTPUT_UNWRITABLE */
export const writeRecord = (file: string, record: unknown): Promise<void> =>
  replaceFile(file, [`${JSON.stringify(record, undefined, 2)}\n`]);
