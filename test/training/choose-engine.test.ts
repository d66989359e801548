import { expect } from 'chai';
import type { TfjsBackend } from '../../src/models/runtime/tfjs/backends.ts';
import { chooseEngine } from '../../src/training/choose-engine.ts';
import { rejectionOf } from '../support/thrown-by.ts';

/** A machine on which only some backends can be used. */
const machine =
  (...usable: readonly TfjsBackend[]) =>
  async (backend: TfjsBackend): Promise<string | undefined> =>
    usable.includes(backend) ? undefined : `no ${backend}`;

describe('chooseEngine', () => {
  it('takes ONNX Runtime where TensorFlow.js has no GPU, and says why', async () => {
    expect(await chooseEngine({}, machine('tfjs-node', 'wasm'))).to.eql({
      engine: 'onnx',
      backend: undefined,
      why: 'the fastest on a CPU, and TensorFlow.js has no GPU here (tfjs-node-gpu: no tfjs-node-gpu; webgpu: no webgpu)',
    });
  });

  it('takes TensorFlow.js where it has a GPU', async () => {
    expect(await chooseEngine({}, machine('webgpu', 'wasm'))).to.eql({
      engine: 'tfjs',
      backend: 'webgpu',
      why: 'it has a GPU',
    });
  });

  it('takes what was asked for, without looking for anything', async () => {
    const nothing = () => expect.fail('it looked');
    const why = 'it was asked for';
    expect(await chooseEngine({ engine: 'onnx' }, nothing)).to.eql({ engine: 'onnx', backend: undefined, why });
    expect(await chooseEngine({ engine: 'tfjs' }, nothing)).to.eql({ engine: 'tfjs', backend: undefined, why });
    expect(await chooseEngine({ backend: 'wasm' }, nothing)).to.eql({ engine: 'tfjs', backend: 'wasm', why });
  });

  it('takes ONNX Runtime on the device that was asked for, or warns', async () => {
    const nothing = () => expect.fail('it looked');
    const found = async () => ({ provider: 'cuda', skipped: [], fallback: false }) as const;
    expect(await chooseEngine({ device: 'gpu' }, nothing, found)).to.eql({
      engine: 'onnx',
      backend: undefined,
      provider: 'cuda',
      why: 'the device was asked for',
    });
    const skipped = [{ backend: 'webgpu', reason: 'no adapter' }] as const;
    const none = async () => ({ provider: 'cpu', skipped, fallback: true }) as const;
    expect((await chooseEngine({ device: 'gpu' }, nothing, none)).why).to.equal(
      'warning: no GPU can be used; webgpu: no adapter',
    );
    expect((await rejectionOf(chooseEngine({ device: 'gpu', backend: 'wasm' }, nothing))).code).to.equal(
      'RUNTIME_DEVICE_OF_ONNX',
    );
  });

  it('refuses a backend of TensorFlow.js for ONNX Runtime', async () => {
    expect(await rejectionOf(chooseEngine({ engine: 'onnx', backend: 'wasm' }))).to.include({
      code: 'TRAINING_ENGINE_BACKEND_UNFIT',
      reason:
        'the backend wasm belongs to TensorFlow.js, but the engine is onnx; omit one of them, or choose the engine tfjs',
    });
  });

  describe('for a deterministic training', () => {
    const deterministic = true;
    const on = (provider: 'cuda' | 'webgpu' | 'cpu') => async () =>
      ({ provider, skipped: [], fallback: false }) as const;

    it('keeps ONNX Runtime on the CPU, which is deterministic', async () => {
      expect(await chooseEngine({ engine: 'onnx', deterministic }, machine())).to.include({
        engine: 'onnx',
        deterministic,
      });
      expect(await chooseEngine({ device: 'cpu', deterministic }, machine(), on('cpu'))).to.include({
        provider: 'cpu',
        deterministic,
      });
    });

    it('refuses GPUs of ONNX Runtime by name, and takes the CPU instead of any', async () => {
      const refused = await rejectionOf(chooseEngine({ device: 'cuda', deterministic }, machine(), on('cuda')));
      expect(refused.code).to.equal('RUNTIME_DEVICE_UNAVAILABLE');
      expect(refused.reason).to.contain('so it cannot train deterministically');
      const webGpu = await rejectionOf(chooseEngine({ device: 'webgpu', deterministic }, machine(), on('webgpu')));
      expect(webGpu.reason).to.contain('it sums in no fixed order (atomic operations), so it cannot');
      const { provider, why } = await chooseEngine({ device: 'gpu', deterministic }, machine(), on('cuda'));
      expect(provider).to.equal('cpu');
      expect(why).to.match(/^warning: no GPU can be used; cuda: it selects algorithms by timing them/);
    });

    it('takes CUDA of TensorFlow, and never its WebGPU', async () => {
      expect(await chooseEngine({ deterministic }, machine('tfjs-node-gpu', 'webgpu'))).to.include({
        backend: 'tfjs-node-gpu',
        deterministic,
      });
      expect((await chooseEngine({ deterministic }, machine('webgpu', 'wasm'))).engine).to.equal('onnx');
      const first = await chooseEngine({ engine: 'tfjs', deterministic }, machine('webgpu', 'wasm'));
      expect(first).to.include({ engine: 'tfjs', backend: 'wasm', deterministic });
      const refused = await rejectionOf(chooseEngine({ backend: 'webgpu', deterministic }, machine('webgpu')));
      expect(refused.code).to.equal('RUNTIME_BACKEND_UNAVAILABLE');
      expect(refused.reason).to.contain('so it cannot train deterministically');
    });
  });
});
