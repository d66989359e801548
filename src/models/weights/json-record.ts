import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { asSpineError } from '../../domain/spine-error.ts';
import { messageOf } from '../../domain/text/message-of.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { isMissing } from '../../files/error-code.ts';

/** Makes an error of what is wrong with a record. */
type Refuse = (problem: string, cause: unknown) => Error;

/** Parses JSON, with or without a byte order mark. */
export const jsonOf = (text: string, refuse: Refuse): unknown => {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    throw refuse(`it is not JSON (${messageOf(cause)})`, cause);
  }
};

/** Validates a value; the error names everything that is wrong, each with its place. */
export const validated = <S extends z.ZodType>(value: unknown, schema: S, refuse: Refuse): z.output<S> => {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const problems = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  );
  throw refuse(problems.join('; '), error);
};

/** Parses and validates the text of a record. */
export const parseRecord = <S extends z.ZodType>(text: string, schema: S, refuse: Refuse): z.output<S> =>
  validated(jsonOf(text, refuse), schema, refuse);

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
