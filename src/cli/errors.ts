import { SpineError } from '../domain/spine-error.ts';

export const argumentInvalid = (reason: string): SpineError => new SpineError({ code: 'ARGUMENT_INVALID', reason });

const A_KIND = { source: 'a source', operator: 'an operator', output: 'an output' } as const;

export const pluginNameUnfit = (kind: keyof typeof A_KIND, name: string): SpineError =>
  new SpineError({
    code: 'PLUGIN_NAME_UNFIT',
    reason: `"${name}" is not a valid name for ${A_KIND[kind]}; expected kebab case, e.g. "clip-percentiles"`,
  });

export const pluginNameTaken = (kind: keyof typeof A_KIND, name: string): SpineError =>
  new SpineError({
    code: 'PLUGIN_NAME_TAKEN',
    reason: `a built-in ${kind} is already named "${name}"; choose another name`,
  });

export const fileExists = (path: string): SpineError =>
  new SpineError({
    code: 'FILE_EXISTS',
    reason: 'file already exists, nothing was written; move it or choose another name',
    where: { file: path },
  });

export const pluginUnwritable = (path: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'PLUGIN_UNWRITABLE',
    reason: 'cannot write here; check the permissions of the folder, or give another one with --dir',
    where: { file: path },
    cause,
  });

export const demoModelsMissing = (folder: string, missing: readonly string[]): SpineError =>
  new SpineError({
    code: 'DEMO_MODELS_MISSING',
    reason: `no ${missing.join(', ')} in this folder; restore weights/nano, or train these networks as its README.md describes`,
    where: { file: folder },
  });

export const optionRepeated = (name: string): SpineError =>
  new SpineError({
    code: 'OPTION_REPEATED',
    reason: `--${name} given more than once, but it takes a single value; remove all but one`,
  });

export const valueExpected = (option: string): SpineError =>
  argumentInvalid(`--${option} has no value; add one, or omit the option`);

export const oneDash = (option: string): SpineError =>
  argumentInvalid(`unknown option -${option}; did you mean "--${option}"?`);

export const numberExpected = (option: string, found: string): SpineError =>
  argumentInvalid(`--${option} ${found}: expected a number`);

export const portInvalid = (port: number): SpineError =>
  new SpineError({
    code: 'PORT_INVALID',
    reason: `--port ${port}: expected an integer from 0 (any free port) to 65535`,
  });

export const portTaken = (port: number, cause: unknown): SpineError =>
  new SpineError({
    code: 'PORT_TAKEN',
    reason: `cannot listen on port ${port} of 127.0.0.1; omit --port to use any free port`,
    cause,
  });

export const reportMissing = (folder: string): SpineError =>
  new SpineError({
    code: 'REPORT_MISSING',
    reason:
      'no report/index.html in this folder; give the output folder of a run, or run a pipeline with the output "report", e.g. two-stage-report',
    where: { file: folder },
  });

export const evaluateInputsMixed = (given: readonly string[]): SpineError =>
  new SpineError({
    code: 'EVALUATE_INPUTS_MIXED',
    reason: `${given.join(', ')}: expected output folders of runs or submission.csv files, or a single pipeline`,
  });

export const evaluateOptionMissing = (option: string, pipeline: string): SpineError =>
  new SpineError({
    code: 'EVALUATE_OPTION_MISSING',
    reason: `"${pipeline}" is no folder and no .csv file, and a pipeline needs --${option}; add it, or give the output folder or submission.csv of a finished run`,
  });

export const exportOptionsMixed = (to: string): SpineError =>
  argumentInvalid(
    to === 'card'
      ? '--fold does not apply to --to card, which contains all folds; omit it'
      : `--evaluation, --license, --authors, --data-source and --model-version do not apply to --to ${to}; use them with --to card`,
  );
