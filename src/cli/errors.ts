import { SpineError } from '../domain/spine-error.ts';

export const operatorNameUnfit = (name: string): SpineError =>
  new SpineError({
    code: 'OPERATOR_NAME_UNFIT',
    reason: `"${name}" is no name for an operator, expected kebab-case words such as "clip-percentiles"`,
  });

export const operatorNameTaken = (name: string): SpineError =>
  new SpineError({
    code: 'OPERATOR_NAME_TAKEN',
    reason: `there is a built-in operator "${name}"; choose another name`,
  });

export const fileExists = (path: string): SpineError =>
  new SpineError({
    code: 'FILE_EXISTS',
    reason: 'this file exists already, and nothing was written; move it away, or choose another name',
    where: { file: path },
  });

export const portInvalid = (port: number): SpineError =>
  new SpineError({
    code: 'PORT_INVALID',
    reason: `--port ${port}: expected a whole number from 0 (any free port) to 65535`,
  });

export const portTaken = (port: number, cause: unknown): SpineError =>
  new SpineError({
    code: 'PORT_TAKEN',
    reason: `port ${port} of 127.0.0.1 cannot be used; leave --port out to take a free one`,
    cause,
  });

export const reportMissing = (folder: string): SpineError =>
  new SpineError({
    code: 'REPORT_MISSING',
    reason: 'no report/index.html in this folder; run a pipeline whose outputs have "report", such as two-stage-report',
    where: { file: folder },
  });
