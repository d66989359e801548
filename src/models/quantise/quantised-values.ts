/** A closed interval of values. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** x is stored as the integer round(x / scale) + zeroPoint. */
export interface Affine {
  readonly scale: number;
  /** 0 to 255. */
  readonly zeroPoint: number;
}

const UINT8_MAX = 255;
const INT8_MAX = 127;
/** Half of int32, so that sums of products still fit. */
const BIAS_MAX = 2 ** 30;

/** The smallest normal float32: keeps a scale and its reciprocal finite. */
const SMALLEST_SCALE = 2 ** -126;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Rounds half to even, as ONNX does. */
const roundEven = (value: number): number => {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};

/** The quantisation of a range to uint8. The range is widened to include 0, which is stored exactly. */
export const affineOf = ({ min, max }: Range): Affine => {
  const low = Math.min(0, min);
  const width = Math.max(0, max) - low;
  if (width === 0) return { scale: 1, zeroPoint: 0 };
  const scale = Math.max(Math.fround(width / UINT8_MAX), SMALLEST_SCALE);
  return { scale, zeroPoint: clamp(roundEven(-low / scale), 0, UINT8_MAX) };
};

interface QuantisedWeights {
  readonly values: Int8Array;
  /** One per output channel, which is the first axis. */
  readonly scales: Float32Array;
}

export interface QuantisedLayer extends QuantisedWeights {
  readonly bias: Int32Array;
  /** Of the bias: scale of the input times scale of the weights. */
  readonly biasScales: Float32Array;
}

/**
 * Weights as int8 without zero point, per output channel, and the bias as int32 in units of the products. A channel whose bias would not fit gets larger
 * steps.
 */
export const quantisedLayer = (weights: Float32Array, bias: Float32Array, inputScale: number): QuantisedLayer => {
  const channels = bias.length;
  const perChannel = weights.length / channels;
  const scales = bias.map((offset, channel) => {
    const own = weights.subarray(channel * perChannel, (channel + 1) * perChannel);
    const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const forBias = Math.abs(offset) / (inputScale * BIAS_MAX);
    return Math.max(largest / INT8_MAX, forBias, SMALLEST_SCALE) || 1;
  });
  const biasScales = scales.map((scale) => Math.max(scale * inputScale, SMALLEST_SCALE));
  return {
    scales,
    values: Int8Array.from(weights, (value, at) =>
      clamp(roundEven(value / scales[Math.floor(at / perChannel)]!), -INT8_MAX, INT8_MAX),
    ),
    bias: Int32Array.from(bias, (value, channel) => roundEven(value / biasScales[channel]!)),
    biasScales,
  };
};
