import { messageOf } from './text/message-of.ts';
import { hasTransientCause } from './transient-cause.ts';

/** Location of an error. Identifiers are folder names, never patient data. */
export interface Where {
  readonly studyId?: string | undefined;
  readonly seriesId?: string | undefined;
  /** A path that the user gave, or the name that `slice-name.ts` gives to a file of a study. */
  readonly file?: string | undefined;
  readonly operator?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Properties of a `SpineError`. */
export interface SpineErrorInit {
  /** Stable, upper snake case, e.g. `DICOM_TAG_MISSING`. */
  readonly code: string;
  /** Fact, expectation, remedy. */
  readonly reason: string;
  readonly where?: Where;
  readonly cause?: unknown;
  /** Whether a retry may succeed; by default, whether the cause is a network or disk error (`ECONNRESET`, `ENOSPC`, ...). */
  readonly retriable?: boolean | undefined;
}

const placeOf = ({ studyId, seriesId, file, operator, line, column }: Where): string => {
  const position = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  const parts = [
    studyId === undefined ? undefined : `study ${studyId}`,
    seriesId === undefined ? undefined : `series ${seriesId}`,
    file === undefined ? undefined : `${file}${position}`,
    operator,
  ];
  return parts.filter((part) => part !== undefined).join(' / ');
};

/**
 * An error raised deliberately by the product. Its message is "where: reason"; its `code` is stable, and docs/intake.md lists those of studies.
 * `at` adds more of the place on the way up.
 *
 * @example
 * import { SpineError } from 'spinestream/operators';
 *
 * const error = new SpineError({ code: 'CONTRAST_LOW', reason: 'all pixels have one value; exclude the series' });
 * error.at({ studyId: '4003253' }).message; // 'study 4003253: all pixels have one value; exclude the series'
 * error.retriable; // false
 */
export class SpineError extends Error {
  override readonly name = 'SpineError';
  readonly code: string;
  readonly reason: string;
  readonly where: Where;
  /** Whether a retry may succeed; `--retry` only retries these. */
  readonly retriable: boolean;

  constructor({ code, reason, where = {}, cause, retriable = hasTransientCause(cause) }: SpineErrorInit) {
    const place = placeOf(where);
    super(place === '' ? reason : `${place}: ${reason}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.reason = reason;
    this.where = where;
    this.retriable = retriable;
  }

  /** The same error with more of its place; known parts stay. */
  at(where: Where): SpineError {
    return new SpineError({
      code: this.code,
      reason: this.reason,
      where: { ...where, ...this.where },
      cause: this.cause,
      retriable: this.retriable,
    });
  }
}

/**
 * Returns anything thrown as a `SpineError` with its place; any other error becomes `UNEXPECTED` and stays as the cause.
 * @param where  known parts of the place; parts that the error already has stay
 *
 * @example
 * import { asSpineError } from 'spinestream/operators';
 *
 * const error = asSpineError(new TypeError('x is undefined'), { studyId: '4003253' });
 * error.code; // 'UNEXPECTED'
 * error.message; // 'study 4003253: x is undefined'
 */
export const asSpineError = (error: unknown, where: Where = {}): SpineError => {
  if (error instanceof SpineError) return error.at(where);
  return new SpineError({ code: 'UNEXPECTED', reason: messageOf(error), where, cause: error });
};
