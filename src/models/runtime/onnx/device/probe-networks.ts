import { conv, linear } from '../../../nn/layers.ts';
import type { Network } from '../../../nn/network.ts';
import type { Ops } from '../../../nn/ops.ts';
import { scopeOf } from '../../../nn/scope.ts';

const CHANNELS = 4;
const SIZE_PX = 16;

/** Covers each kind of operation, small enough for an emulated GPU to compute in seconds. */
export const PROBE_NETWORK: Network = {
  name: 'the probe of a device',
  inputs: [{ name: 'image', shape: ['n', CHANNELS, SIZE_PX, SIZE_PX] }],
  outputNames: ['scores'],
  build: (nn, [image]) => {
    const features = nn.relu(conv(scopeOf(nn, 'conv'), image!, { out: CHANNELS, kernel: 3, padding: 1 }));
    return [linear(scopeOf(nn, 'fc'), nn.sigmoid(features), { out: 3 })];
  },
};

const WIDE = 64;
const WIDE_SIZE_PX = 96;

/** Enough arithmetic to outweigh the transfers to a GPU: 4 convolutions of 0.7 GFLOP. */
export const SPEED_NETWORK: Network = {
  name: 'the speed of a device',
  inputs: [{ name: 'image', shape: ['n', WIDE, WIDE_SIZE_PX, WIDE_SIZE_PX] }],
  outputNames: ['features'],
  build: <T>(nn: Ops<T>, [image]: readonly T[]) => {
    let x: T = image!;
    for (const name of ['a', 'b', 'c', 'd'])
      x = nn.relu(conv(scopeOf(nn, name), x, { out: WIDE, kernel: 3, padding: 1 }));
    return [x];
  },
};
