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
