import { expect } from 'chai';
import { inWindows, outOfWindows, relativePositionIndex, shiftMask } from '../../../src/models/zoo/swin-windows.ts';
import { network, runNetwork } from '../nn/run-network.ts';

const count = (length: number) => Float32Array.from({ length }, (_, i) => i);

describe('swin windows', () => {
  it('cuts a map into windows, row by row', async () => {
    const grid = { sizePx: 4, windowPx: 2, shiftPx: 0 };
    const net = network({ x: ['n', 4, 4, 1] }, (nn, [x]) => [inWindows(nn, x!, grid)]);
    const [windows] = await runNetwork(net, [{ shape: [1, 4, 4, 1], data: count(16) }]);
    expect(windows!.shape).to.eql([4, 4, 1]);
    expect([...windows!.data]).to.eql([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
  });

  it('moves windows down and right, and round the border', async () => {
    const grid = { sizePx: 4, windowPx: 2, shiftPx: 1 };
    const net = network({ x: ['n', 4, 4, 1] }, (nn, [x]) => [inWindows(nn, x!, grid)]);
    const [windows] = await runNetwork(net, [{ shape: [1, 4, 4, 1], data: count(16) }]);
    expect([...windows!.data]).to.eql([5, 6, 9, 10, 7, 4, 11, 8, 13, 14, 1, 2, 15, 12, 3, 0]);
  });

  it('puts windows back where they were, for several maps', async () => {
    const grid = { sizePx: 6, windowPx: 3, shiftPx: 1 };
    const net = network({ x: ['n', 6, 6, 2] }, (nn, [x]) => [outOfWindows(nn, inWindows(nn, x!, grid), x!, grid)]);
    const map = { shape: [2, 6, 6, 2], data: count(144) };
    const [back] = await runNetwork(net, [map]);
    expect(back).to.eql(map);
  });

  it('numbers distances between places of a window', () => {
    // 2 x 2 window: row distance -1..1 times 3, column distance -1..1; both shifted to start at 0
    expect(relativePositionIndex(2)).to.eql([4, 3, 1, 0, 5, 4, 2, 1, 7, 6, 4, 3, 8, 7, 5, 4]);
  });

  it('masks places that are neighbours only round the border', () => {
    const { values, shape } = shiftMask({ sizePx: 4, windowPx: 2, shiftPx: 1 });
    expect(shape).to.eql([4, 4, 4]);
    const apart = (window: number) =>
      [...values.subarray(window * 16, (window + 1) * 16)].map((v) => (v === 0 ? 0 : 1));
    expect(values.every((v) => v === 0 || v === -100)).to.equal(true);
    expect(apart(0)).to.eql(new Array(16).fill(0));
    // the upper right window holds the last column and, wrapped, the first: places 0, 2 against 1, 3
    expect(apart(1)).to.eql([0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0]);
    // the lower right one holds four regions
    expect(apart(3)).to.eql([0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0]);
  });
});
