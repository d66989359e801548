import { suggestion } from '../../domain/nearest-name.ts';
import { SpineError } from '../../domain/spine-error.ts';

/** A name of a configuration that the zoo does not know. */
export const unknownName = (what: string, found: unknown, known: readonly string[]): SpineError => {
  const text = typeof found === 'string' ? found : String(JSON.stringify(found));
  return new SpineError({
    code: 'MODEL_NAME_UNKNOWN',
    reason: `unknown ${what} ${JSON.stringify(found)};${suggestion(text, known)}`,
  });
};

export const resolutionUnfit = (model: string, resolutionPx: number, needs: string): SpineError =>
  new SpineError({
    code: 'MODEL_RESOLUTION_UNFIT',
    reason: `${model} cannot take ${resolutionPx} x ${resolutionPx} pixels, it needs ${needs}; set the resolution to that`,
  });

export const countUnfit = (model: string, option: string, found: unknown, needs: string): SpineError =>
  new SpineError({
    code: 'MODEL_OPTION_UNFIT',
    reason: `${model}: ${option} is ${JSON.stringify(found)}, but must be ${needs}; correct it in the model's configuration`,
  });

export const configurationUnfit = (model: string, complaints: readonly string[], cause: unknown): SpineError =>
  new SpineError({
    code: 'MODEL_CONFIGURATION_UNFIT',
    reason: `the configuration of a ${model} model does not fit: ${complaints.join('; ')}; correct "architecture" in config.json`,
    cause,
  });
