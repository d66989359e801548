import { SpineError, type Where } from '../../domain/spine-error.ts';
import { hasTransientCause } from '../../domain/transient-cause.ts';
import { notFound, serverBusy, serverTimeout, serverUnreachable, unauthorised, unexpectedStatus } from '../errors.ts';

const BUSY = new Set([429, 502, 503, 504]);

/** Whether a retry may help: not for 4xx other than 429, nor for other 5xx. */
export const isBusy = (status: number): boolean => BUSY.has(status);

/** The error for an unsuccessful status. */
export const errorOfStatus = (status: number, where: Where): SpineError => {
  if (isBusy(status)) return serverBusy(status, where);
  if (status === 401 || status === 403 || status === 407) return unauthorised(status, where);
  if (status === 404 || status === 410) return notFound(status, where);
  return unexpectedStatus(status, where);
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const TIMEOUTS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'does not accept a connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of its answer',
};

/** Certificate and protocol errors, which a retry would not fix. */
const LASTING = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HPE_|HOSTNAME_MISMATCH|UND_ERR_INVALID)/;

/** The error for a failed connection, from undici, Node and system errors. */
export const errorOfTransport = (thrown: unknown, where: Where): SpineError => {
  if (thrown instanceof SpineError) return thrown;
  const timeout = TIMEOUTS[codeOf(thrown)];
  if (timeout !== undefined) return serverTimeout(timeout, where, thrown);
  if (thrown instanceof Error && thrown.name === 'TimeoutError')
    return serverTimeout('does not come to the end of its answer in time', where, thrown);
  const unreachable = serverUnreachable(where, thrown);
  if (!LASTING.test(codeOf(thrown)) || hasTransientCause(thrown)) return unreachable;
  const { code, reason } = unreachable;
  return new SpineError({ code, reason, where, cause: thrown, retriable: false });
};
