import { SpineError } from '../../domain/spine-error.ts';
import { formatShape, type Shape } from './dim.ts';

/** Incompatible shapes: a mistake in an architecture or its options. */
export const shapesDisagree = (operation: string, needs: string, ...shapes: readonly Shape[]): SpineError =>
  new SpineError({
    code: 'MODEL_SHAPES_DISAGREE',
    reason: `${operation} got ${shapes.map(formatShape).join(' and ')}, expected ${needs}; correct the options of the architecture`,
  });

export const parameterRedefined = (name: string, first: Shape, second: Shape): SpineError =>
  new SpineError({
    code: 'MODEL_PARAMETER_REDEFINED',
    reason:
      `parameter ${name} has shape ${formatShape(first)}, then ${formatShape(second)}; ` +
      'use another name for the second parameter',
  });

export const batchNotAllowed = (operation: string, shape: Shape): SpineError =>
  new SpineError({
    code: 'MODEL_BATCH_NOT_ALLOWED',
    reason: `${operation} needs static sizes, but ${formatShape(shape)} depends on the batch size; use another axis`,
  });

/** Differences between weights and the parameters of an architecture. The message shows the first ten of each list. */
export interface WeightFaults {
  readonly missing: readonly { readonly name: string; readonly shape: Shape }[];
  readonly extra: readonly { readonly name: string; readonly shape: Shape }[];
  readonly misshapen: readonly { readonly name: string; readonly needed: string; readonly found: string }[];
  readonly notFinite: readonly { readonly name: string; readonly count: number }[];
}

const SHOWN = 10;

const section = (title: string, lines: readonly string[]): readonly string[] => {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`  ... and ${lines.length - SHOWN} more`] : [];
  return [`${title} (${lines.length}):`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more];
};

/** Weights that do not match the architecture, or contain NaN or infinite values. */
export const weightsUnfit = (model: string, faults: WeightFaults): SpineError => {
  const { missing, extra, misshapen, notFinite } = faults;
  const lines = [
    ...section(
      'missing',
      missing.map(({ name, shape }) => `${name} ${formatShape(shape)}`),
    ),
    ...section(
      'not part of the architecture',
      extra.map(({ name, shape }) => `${name} ${formatShape(shape)}`),
    ),
    ...section(
      'of another shape',
      misshapen.map((m) => `${m.name}: needed ${m.needed}, found ${m.found}`),
    ),
    ...section(
      'with values that are NaN or infinite',
      notFinite.map(({ name, count }) => `${name}: ${count}`),
    ),
  ];
  const onlyValues = missing.length + extra.length + misshapen.length === 0;
  const remedy = onlyValues
    ? 'the training run diverged or the file is damaged; take another checkpoint'
    : 'check that the configuration names the architecture of these weights';
  return new SpineError({
    code: 'MODEL_WEIGHTS_UNFIT',
    reason: `the weights do not match ${model}; ${remedy}\n${lines.join('\n')}`,
  });
};

export const outputCountDiffers = (declared: readonly string[], built: number): SpineError =>
  new SpineError({
    code: 'MODEL_OUTPUTS_DIFFER',
    reason: `the network has ${built} outputs, but ${declared.length} names (${declared.join(', ')}); name each output once`,
  });
