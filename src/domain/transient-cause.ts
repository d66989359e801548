/** Network and disk errors that a retry may fix, by the codes and words of the system and of `fetch`. */
const TRANSIENT = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTCONN', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENETRESET', 'ESTALE'],
  ...['ENOSPC', 'EDQUOT', 'EIO', 'EBUSY', 'EAGAIN', 'EMFILE', 'ENFILE'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_SOCKET'],
]);

const MOST_CAUSES = 8;

/** Whether an error, or its cause, is a network or disk error that a retry may fix. */
export const hasTransientCause = (error: unknown): boolean => {
  let cause = error;
  for (let depth = 0; depth < MOST_CAUSES && cause instanceof Error; depth++, cause = cause.cause) {
    if ('retriable' in cause) return cause.retriable === true; // has already examined its causes
    if ('code' in cause && TRANSIENT.has(String(cause.code))) return true;
    if (cause.name === 'TimeoutError') return true; // from AbortSignal.timeout
  }
  return false;
};
