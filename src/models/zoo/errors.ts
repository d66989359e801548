import { SpineError } from '../../domain/spine-error.ts';
import { suggestion } from '../../domain/text/nearest-name.ts';

/** A name in a configuration that is not in the zoo. */
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
    reason: `${model} does not support ${resolutionPx} x ${resolutionPx} pixels; expected ${needs}`,
  });

export const countUnfit = (model: string, option: string, found: unknown, needs: string): SpineError =>
  new SpineError({
    code: 'MODEL_OPTION_UNFIT',
    reason: `${model}: ${option} is ${JSON.stringify(found)}, expected ${needs}; correct it in the configuration of the model`,
  });

export const conditionsUngraded = (conditions: readonly string[]): SpineError =>
  new SpineError({
    code: 'MODEL_OPTION_UNFIT',
    reason: `level_2: none of the networks grades ${conditions.join(', ')}; add one that does to "networks"`,
  });

export const imagesUnseen = (kind: string): SpineError =>
  new SpineError({
    code: 'MODEL_WITHOUT_IMAGES',
    reason: `a network of the kind "${kind}" sees logits, expected one that sees images and has a backbone; choose another kind, or use no pretrained weights`,
  });

export const configurationUnfit = (model: string, problems: string): SpineError =>
  new SpineError({
    code: 'MODEL_CONFIGURATION_UNFIT',
    reason: `invalid configuration of a ${model} model: ${problems}; correct "architecture" in config.json`,
  });
