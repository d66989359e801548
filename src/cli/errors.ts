import { SpineError } from '../domain/spine-error.ts';

export const argumentInvalid = (reason: string): SpineError => new SpineError({ code: 'ARGUMENT_INVALID', reason });

const A_KIND = { source: 'a source', operator: 'an operator', output: 'an output' } as const;

export const pluginNameUnfit = (kind: keyof typeof A_KIND, name: string): SpineError =>
  new SpineError({
    code: 'PLUGIN_NAME_UNFIT',
    reason: `"${name}" is no name for ${A_KIND[kind]}, expected kebab-case words such as "clip-percentiles"`,
  });

export const pluginNameTaken = (kind: keyof typeof A_KIND, name: string): SpineError =>
  new SpineError({
    code: 'PLUGIN_NAME_TAKEN',
    reason: `there is a built-in ${kind} "${name}"; choose another name`,
  });

export const fileExists = (path: string): SpineError =>
  new SpineError({
    code: 'FILE_EXISTS',
    reason: 'this file exists already, and nothing was written; move it away, or choose another name',
    where: { file: path },
  });

export const demoModelsMissing = (folder: string, missing: readonly string[]): SpineError =>
  new SpineError({
    code: 'DEMO_MODELS_MISSING',
    reason: `no ${missing.join(', ')} in this folder; get weights/nano again, or train these networks as its README.md says`,
    where: { file: folder },
  });

export const optionRepeated = (name: string): SpineError =>
  new SpineError({
    code: 'OPTION_REPEATED',
    reason: `--${name} is given more than once, but takes one value; remove all but one`,
  });

export const toleranceInvalid = (tolerance: number): SpineError =>
  new SpineError({
    code: 'ARGUMENT_INVALID',
    reason: `--tolerance ${tolerance}: expected a number from 0, such as 1e-6`,
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

export const evaluateInputsMixed = (given: readonly string[]): SpineError =>
  new SpineError({
    code: 'EVALUATE_INPUTS_MIXED',
    reason: `${given.join(', ')}: expected folders of runs and submission.csv files, or one pipeline alone`,
  });

export const evaluateOptionMissing = (option: string, pipeline: string): SpineError =>
  new SpineError({
    code: 'EVALUATE_OPTION_MISSING',
    reason: `"${pipeline}" is taken for a pipeline, which needs --${option}; for a finished run give its folder or its submission.csv`,
  });

export const nestedFoldsTooFew = (given: number): SpineError =>
  new SpineError({
    code: 'ARGUMENT_INVALID',
    reason: `--nested-folds ${given}: expected at least 2, so that something is fitted on studies other than those measured`,
  });
