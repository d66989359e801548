import { elementCount } from '../../domain/image.ts';
import type { WeightArray } from './state-dict.ts';

/**
 * Input-channel adaptation: converts the weight of a first convolution for colour pictures, [out, 3, rows, columns], to `channels` channels. For 1,
 * the sum of the three; for more, red, green, blue repeated cyclically, times 3 / channels, so that a grey picture repeated in every channel gives
 * the same result as in three. The common rule of timm 0.9.2 (`adapt_input_conv`) and segmentation_models_pytorch 0.3.3 (`patch_first_conv`). Other
 * weights, and those with matching channels, stay unchanged.
 */
export const foldColours = (weight: WeightArray, channels: number): WeightArray => {
  const [out = 0, colours, ...kernel] = weight.shape;
  if (weight.dtype !== 'float32' || colours !== COLOURS || channels === COLOURS) return weight;
  const size = elementCount(kernel);
  const data = new Float32Array(out * channels * size);
  for (let o = 0; o < out; o++) {
    const source = weight.data.subarray(o * COLOURS * size, (o + 1) * COLOURS * size);
    const target = data.subarray(o * channels * size, (o + 1) * channels * size);
    if (channels === 1) sumInto(target, source);
    else repeatInto(target, source, size);
  }
  return { dtype: 'float32', shape: [out, channels, ...kernel], data };
};

const COLOURS = 3;

const sumInto = (target: Float32Array, source: Float32Array): void => {
  const size = target.length;
  for (let i = 0; i < size; i++) target[i] = Math.fround(source[i]! + source[i + size]!) + source[i + 2 * size]!;
};

const repeatInto = (target: Float32Array, source: Float32Array, size: number): void => {
  const scale = Math.fround((COLOURS * size) / target.length);
  for (let i = 0; i < target.length; i++) target[i] = source[i % source.length]! * scale;
};
