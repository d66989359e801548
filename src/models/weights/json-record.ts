import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { asSpineError } from '../../domain/spine-error.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { isMissing } from '../../files/error-code.ts';
import { complaints, jsonOf } from './run-folder-config.ts';

/** Makes an error of what is wrong with a record. */
type Refuse = (problem: string, cause: unknown) => Error;

/** Parses the text of a record. */
export const parseRecord = <S extends z.ZodType>(text: string, schema: S, refuse: Refuse): z.output<S> => {
  const parsed = schema.safeParse(jsonOf(text, refuse));
  if (!parsed.success) throw refuse(complaints(parsed.error), parsed.error);
  return parsed.data;
};

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
