import { expect } from 'chai';
import { measureSpeed } from '../../src/quantisation/measure-speed.ts';

describe('measureSpeed', () => {
  it('times both networks in turn and takes the fastest run of each, without the first', async () => {
    const times = { float32: [1, 8, 6, 9], int8: [1, 3, 4, 2] };
    const calls: string[] = [];
    let now = 0;
    const network = (name: keyof typeof times) => ({
      predict: async () => {
        now += times[name][calls.filter((call) => call === name).length]!;
        calls.push(name);
        return {};
      },
    });
    const speed = await measureSpeed({
      ...{ float32: network('float32'), int8: network('int8'), rounds: 3, threads: 2 },
      inputs: { x: { shape: [5, 1], data: new Float32Array(5) } },
      clocks: { nowMs: () => now, cpuMs: () => 2 * now },
    });
    expect(calls.slice(0, 4)).to.deep.equal(['float32', 'int8', 'float32', 'int8']);
    const expected = {
      rows: 5,
      rounds: 3,
      threads: 2,
      float32Ms: 6,
      int8Ms: 2,
      float32CpuMs: 12,
      int8CpuMs: 4,
      speedup: 3,
    };
    expect(speed).to.deep.equal(expected);
  });
});
