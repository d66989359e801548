import { SpineError } from '../domain/spine-error.ts';

export const pipelineWithoutModel = (pipeline: string, folder: string, paths: readonly string[]): SpineError =>
  new SpineError({
    code: 'QUANTISE_PIPELINE_FOREIGN',
    reason: `pipeline "${pipeline}" does not use this run folder (it uses ${paths.join(', ') || 'no models'}); name one that does with --pipeline, or set its variables with --set`,
    where: { file: folder },
  });

export const quantiseForeignFile = (folder: string): SpineError =>
  new SpineError({
    code: 'QUANTISE_ONNX_FILE',
    reason:
      'this model is an imported ONNX file, and only networks of the zoo can be quantised; quantise it with the program that made it, and import the result',
    where: { file: folder },
  });

export const quantiseLevel2 = (folder: string): SpineError =>
  new SpineError({
    code: 'QUANTISE_LEVEL_2',
    reason:
      'this level-2 network combines logits in microseconds, so int8 gains nothing; quantise the networks that it combines',
    where: { file: folder },
  });

export const calibrationEmpty = (studies: number, failures: readonly string[]): SpineError =>
  new SpineError({
    code: 'CALIBRATION_EMPTY',
    reason:
      `none of the ${studies} studies for calibration gave an input of this network` +
      `${failures.length > 0 ? ` (${failures[0]})` : ''}; give studies that the pipeline can grade`,
  });
