import type { z } from 'zod';
import { firstOf } from '../domain/text/listed.ts';
import { messageOf } from '../domain/text/message-of.ts';
import { schemaDiagnostics, type Words } from './schema-diagnostics.ts';

/** Makes an error of what is wrong with a record. */
type Refuse = (problem: string, cause?: unknown) => Error;

/** Parses JSON, with or without a byte order mark. */
export const jsonOf = (text: string, refuse: Refuse): unknown => {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    throw refuse(text.trim() === '' ? 'it is empty' : `it is not JSON (${messageOf(cause)})`, cause);
  }
};

const OF_A_RECORD: Words = { whole: 'it is', noun: 'entry', within: [] };

/** A record that differs wholly from its schema lacks most entries: these show that as well as all would. */
const MOST_PROBLEMS = 8;

/**
 * Validates a value; the error says what is wrong, each with its place. It has no cause, since zod's message repeats
 * all of it as JSON.
 * @param words  such as `within`, the keys above the value
 */
export const validated = <S extends z.ZodType>(
  value: unknown,
  schema: S,
  refuse: Refuse,
  words: Partial<Words> = {},
): z.output<S> => {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const problems = schemaDiagnostics(error, schema, value, { ...OF_A_RECORD, ...words }).map(({ message }) => message);
  throw refuse(firstOf(problems, MOST_PROBLEMS, '; '));
};

/** Parses and validates the text of a record. */
export const parseRecord = <S extends z.ZodType>(text: string, schema: S, refuse: Refuse): z.output<S> =>
  validated(jsonOf(text, refuse), schema, refuse);

/** Parses and validates the text of a record. @throws Error in words, to be the cause of one that says what to do */
export const recordOf = <S extends z.ZodType>(text: string, schema: S): z.output<S> =>
  parseRecord(text, schema, (problem) => new Error(problem));
