import { expect } from 'chai';
import { chooseDevice, type DeviceFacts } from '../../../../../src/models/runtime/onnx/device/choose-device.ts';
import type { Provider } from '../../../../../src/models/runtime/onnx/device/devices.ts';
import type { ProbeReport } from '../../../../../src/models/runtime/onnx/device/try-provider.ts';
import { rejectionOf } from '../../../../support/thrown-by.ts';

const WRONG = { fault: 'it computes nonsense' };
const FAST = { cpuMs: 30, deviceMs: 3 };
const SLOW = { cpuMs: 30, deviceMs: 25 };

/** A Linux machine whose providers answer as given; the others are not installed. */
const machine = (answers: Partial<Record<Provider, ProbeReport>>, gpu = true) => {
  const tried: [Provider, boolean][] = [];
  const facts: DeviceFacts = {
    platform: 'linux',
    gpuPresent: () => gpu,
    tryProvider: async (provider, { measure }) => {
      tried.push([provider, measure]);
      return answers[provider] ?? { fault: 'it is not installed' };
    },
  };
  return { facts, tried };
};

describe('chooseDevice', () => {
  it('tries nothing on a machine without a GPU, nor where the CPU is asked for', async () => {
    for (const [device, gpu] of [
      ['auto', false],
      ['cpu', true],
    ] as const) {
      const { facts, tried } = machine({ webgpu: FAST }, gpu);
      expect(await chooseDevice(device, 1, facts)).to.eql({ provider: 'cpu', skipped: [], fallback: false });
      expect(tried).to.eql([]);
    }
  });

  it('takes a GPU by itself only if it is faster than the CPU', async () => {
    const fast = machine({ webgpu: FAST });
    expect((await chooseDevice('auto', 1, fast.facts)).provider).to.equal('webgpu');
    expect(fast.tried).to.eql([
      ['cuda', true],
      ['webgpu', true],
    ]);
    const { provider, skipped, fallback } = await chooseDevice('auto', 1, machine({ webgpu: SLOW }).facts);
    expect([provider, fallback]).to.eql(['cpu', false]);
    expect(skipped.map(({ reason }) => reason)).to.eql([
      'it is not installed',
      'a test network takes 25.0 ms on it and 30.0 ms on the CPU; ask for it with --device to use it anyway',
    ]);
  });

  it('takes the first GPU that works, however slow, where one is asked for', async () => {
    const { facts, tried } = machine({ cuda: WRONG, webgpu: {} }, false);
    expect(await chooseDevice('gpu', 1, facts)).to.eql({
      provider: 'webgpu',
      skipped: [{ backend: 'cuda', reason: WRONG.fault }],
      fallback: false,
    });
    expect(tried.map(([, measure]) => measure)).to.eql([false, false]);
  });

  it('falls back to the CPU with every reason where none works', async () => {
    expect(await chooseDevice('gpu', 1, machine({ webgpu: WRONG }).facts)).to.eql({
      provider: 'cpu',
      skipped: [
        { backend: 'cuda', reason: 'it is not installed' },
        { backend: 'webgpu', reason: WRONG.fault },
      ],
      fallback: true,
    });
  });

  it('takes a provider that is named, or refuses', async () => {
    const { facts, tried } = machine({ tensorrt: {} });
    expect((await chooseDevice('tensorrt', 1, facts)).provider).to.equal('tensorrt');
    expect(tried).to.eql([['tensorrt', false]]);
    const error = await rejectionOf(chooseDevice('webgpu', 1, machine({ webgpu: WRONG }).facts));
    expect(error.code).to.equal('RUNTIME_DEVICE_UNAVAILABLE');
    expect(error.message).to.contain('the device webgpu cannot be used: it computes nonsense; see docs/gpu.md');
  });
});
