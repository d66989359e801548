import { expect } from 'chai';
import type { Program } from '../../src/models/nn/gradient/program.ts';
import type { ProgramRuntime } from '../../src/models/runtime/onnx/program-runtime.ts';
import { programCache } from '../../src/training/program-cache.ts';

const programFor = (samples: number): Program => ({
  graph: { name: String(samples), inputs: [], outputs: [], nodes: [], parameters: [], constants: [] },
  ...{ reads: [], writes: [], masks: [] },
});

/** A runtime that remembers what it holds. */
const countingRuntime = () => {
  const held: string[] = [];
  const loads: string[] = [];
  const runtime: Pick<ProgramRuntime, 'load'> = {
    load: async ({ graph: { name } }) => {
      held.push(name);
      loads.push(name);
      return {
        run: () => expect.fail('nothing is run'),
        release: async () => {
          held.splice(held.indexOf(name), 1);
        },
      };
    },
  };
  return { held, loads, runtime };
};

describe('programCache', () => {
  it('holds sessions for two sizes of batches and releases the one that was not used for longest', async () => {
    const { held, loads, runtime } = countingRuntime();
    const cache = programCache(runtime, programFor);
    for (const samples of [16, 7, 16, 5]) await cache(samples);
    expect(held).to.eql(['16', '5']);
    expect(loads).to.eql(['16', '7', '5']);
  });
});
