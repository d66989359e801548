import { SpineError } from '../domain/spine-error.ts';

/** All service-wide errors, ordered by code. */

export const addressUnusable = (host: string, port: number, cause: unknown): SpineError =>
  new SpineError({
    code: 'SERVE_ADDRESS',
    reason: `cannot listen at ${host}:${port}; check --host, or choose another --port`,
    cause,
  });

export const serveExposed = (host: string, missing: string): SpineError =>
  new SpineError({
    code: 'SERVE_EXPOSED',
    reason: `--host ${host} accepts other machines without ${missing}`,
  });

export const inboxCorrupt = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'SERVE_INBOX_CORRUPT',
    reason:
      'this record of a received study cannot be read; restore it, or move its folder away and send the study again',
    where: { file },
    cause,
  });

export const serverNotNamed = (): SpineError =>
  new SpineError({
    code: 'SERVE_SERVER',
    reason: 'the server that has this study is not the one of --dicomweb; start the service with it, or send the study',
  });

export const tlsIncomplete = (): SpineError =>
  new SpineError({
    code: 'SERVE_TLS',
    reason: 'TLS takes both --tls-cert and --tls-key; give both, or neither',
  });

export const tlsUnreadable = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'SERVE_TLS',
    reason: 'cannot read this TLS file; check the path and that it is readable',
    where: { file },
    cause,
  });

export const tokenUnusable = (problem: string, file?: string): SpineError =>
  new SpineError({
    code: 'SERVE_TOKEN',
    reason: `${problem}; expected one line of at least 16 printable ASCII characters without blanks; make one with openssl rand -hex 32`,
    where: { file },
  });

export const metricsUnusable = (address: string, problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'METRICS_ADDRESS',
    reason: `--metrics ${address} ${problem}; expected a free port from 0 to 65535, or host:port`,
    cause,
    retriable: false,
  });

export const serveInStorage = (out: string): SpineError =>
  new SpineError({
    code: 'SETTING_INVALID',
    reason: `--out ${out}: expected a folder of this machine, since the service keeps there what it receives`,
  });
