import { elementCount } from '../../domain/image.ts';

/** Initial distribution of a parameter: constant, uniform within a bound, or normal about 0. */
export type Start = { readonly constant: number } | { readonly bound: number } | { readonly std: number };

/** Initialisation of parameters by name. */
export interface StartRule {
  readonly names: RegExp;
  /** @param weightShape shape of the weight that a bias belongs to; the parameter's own otherwise */
  readonly start: (shape: readonly number[], weightShape: readonly number[]) => Start;
  /** Name of the parameter whose values are copied, for layers that PyTorch clones. Default: its own. */
  readonly as?: (name: string) => string;
}

export const constant =
  (value: number): StartRule['start'] =>
  () => ({ constant: value });

export const normal =
  (std: number): StartRule['start'] =>
  () => ({ std });

interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Fan-in and fan-out, as PyTorch counts them. */
const fansOf = ([out = 1, inputs = 1, ...kernel]: readonly number[]): Fans => {
  const taps = elementCount(kernel);
  return { fanIn: inputs * taps, fanOut: out * taps };
};

/** `kaiming_normal_(mode='fan_out', nonlinearity='relu')` of He et al., arXiv:1502.01852. */
export const kaimingFanOut: StartRule['start'] = (shape) => ({ std: Math.sqrt(2 / fansOf(shape).fanOut) });

/** `xavier_uniform_` of Glorot and Bengio, 2010. */
export const xavier: StartRule['start'] = (shape) => {
  const { fanIn, fanOut } = fansOf(shape);
  return { bound: Math.sqrt(6 / (fanIn + fanOut)) };
};

/** Default of `nn.Linear` and `nn.Conv2d`, for weight and bias alike. */
export const byFanIn: StartRule['start'] = (_, weightShape) => ({ bound: 1 / Math.sqrt(fansOf(weightShape).fanIn) });
