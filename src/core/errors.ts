import { SpineError } from '../domain/spine-error.ts';
import { namesOrNothing, quotedNames } from '../domain/text/listed.ts';
import { messageOf } from '../domain/text/message-of.ts';

const isWholeStudy = (value: unknown): boolean => typeof value === 'object' && value !== null && 'study' in value;

/** A value with its type, for messages. */
const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `"${value}" (text)`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `${String(value)} (${typeof value})`;
};

export const entriesUndeclared = (found: readonly string[], declared: readonly string[]): SpineError =>
  new SpineError({
    code: 'ENTRY_UNDECLARED',
    reason: `gives the ${found.length === 1 ? 'entry' : 'entries'} ${quotedNames(found)}, not declared in "writes" (declared: ${namesOrNothing(declared)}); declare every entry that it gives`,
  });

export const entryMissing = (name: string, present: readonly string[]): SpineError =>
  new SpineError({
    code: 'ENTRY_MISSING',
    reason: `reads the entry "${name}", which was not given to it (given: ${namesOrNothing(present)}); declare it in "reads" and add the operator that writes it`,
  });

export const pluginMisdeclared = (
  define: string,
  name: unknown,
  { field, found, expected }: { readonly field: string; readonly found: unknown; readonly expected: string },
): SpineError =>
  new SpineError({
    code: 'PLUGIN_MISDECLARED',
    reason: `${define}: "${field}" is ${shown(found)}, expected ${expected}`,
    ...(typeof name === 'string' && { where: { operator: name } }),
  });

export const optionsInvalid = (plugin: string, problems: string): SpineError =>
  new SpineError({ code: 'OPTIONS_INVALID', reason: problems, where: { operator: plugin } });

export const resultUnexpected = (found: unknown): SpineError =>
  new SpineError({
    code: 'RESULT_UNEXPECTED',
    reason: `returned ${isWholeStudy(found) ? 'a whole study' : shown(found)}; expected additions, e.g. adding('custom.name', value)`,
  });

export const entriesPromised = (names: readonly string[]): SpineError =>
  new SpineError({
    code: 'RESULT_UNEXPECTED',
    reason: `gives a promise as the ${names.length === 1 ? 'entry' : 'entries'} ${quotedNames(names)}; await it first`,
  });

/** A part of what a plugin gives back has another form than its type. */
export const partUnexpected = (plugin: string, part: string, found: unknown, expected: string): SpineError =>
  new SpineError({
    code: 'RESULT_UNEXPECTED',
    reason: `${part} is ${shown(found)}, expected ${expected}`,
    where: { operator: plugin },
  });

export const resultCountUnexpected = (found: number): SpineError =>
  new SpineError({
    code: 'RESULT_COUNT_UNEXPECTED',
    reason: `emitted ${found === 0 ? 'nothing' : 'more than once'} for a study; expected exactly one result`,
  });

export const stepTimedOut = (operator: string, ms: number): SpineError =>
  new SpineError({
    code: 'STEP_TIMED_OUT',
    reason: `no result within ${ms / 1000} s; raise --step-timeout if it is slow, or find out why it never completes`,
    where: { operator },
    retriable: true,
  });

export const stepUnstarted = (operator: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'STEP_UNSTARTED',
    reason: `"apply" threw before the first study: ${messageOf(cause)}`,
    where: { operator },
    cause,
  });
