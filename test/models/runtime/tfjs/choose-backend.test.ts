import { expect } from 'chai';
import { backendFault, triedFault } from '../../../../src/models/runtime/tfjs/backend-fault.ts';
import { TFJS_BACKENDS, type TfjsBackend } from '../../../../src/models/runtime/tfjs/backends.ts';
import { type Attempt, chooseBackend } from '../../../../src/models/runtime/tfjs/choose-backend.ts';
import { locateBackend } from '../../../../src/models/runtime/tfjs/locate-backend.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';

/** A machine on which only some backends start; remembers what was tried. */
const machine = (...starting: readonly TfjsBackend[]) => {
  const tried: TfjsBackend[] = [];
  const start = async (backend: TfjsBackend): Promise<Attempt<string>> => {
    tried.push(backend);
    return starting.includes(backend) ? { started: `${backend} runs` } : { reason: `${backend} is not here` };
  };
  return { tried, start };
};

describe('chooseBackend', () => {
  it('takes the best that starts, and says why the better ones are not in use', async () => {
    const { tried, start } = machine('webgpu', 'wasm');
    expect(await chooseBackend(undefined, start)).to.eql({
      choice: {
        backend: 'webgpu',
        skipped: [
          { backend: 'tfjs-node-gpu', reason: 'tfjs-node-gpu is not here' },
          { backend: 'tfjs-node', reason: 'tfjs-node is not here' },
        ],
      },
      started: 'webgpu runs',
    });
    expect(tried).to.eql(['tfjs-node-gpu', 'tfjs-node', 'webgpu']);
  });

  it('tries the one that was asked for, and no other', async () => {
    const { tried, start } = machine('tfjs-node-gpu', 'wasm');
    expect(await chooseBackend('wasm', start)).to.eql({
      choice: { backend: 'wasm', skipped: [] },
      started: 'wasm runs',
    });
    const error = await rejectionOf(chooseBackend('webgpu', start));
    expect(error.code).to.equal('RUNTIME_BACKEND_UNAVAILABLE');
    expect(error.reason).to.equal(
      'backend webgpu is not available: webgpu is not here; see docs/gpu.md, or use tfjs to select the first available backend',
    );
    expect(tried).to.eql(['wasm', 'webgpu']);
  });

  it('gives up where none starts, with all reasons, and never takes plain JavaScript unasked', async () => {
    const { tried, start } = machine('cpu');
    const error = await rejectionOf(chooseBackend(undefined, start));
    expect(error.code).to.equal('RUNTIME_NO_BACKEND');
    expect(error.reason).to.equal(
      'no TensorFlow.js backend is available (tfjs-node-gpu: tfjs-node-gpu is not here; tfjs-node: tfjs-node is not here; ' +
        'webgpu: webgpu is not here; wasm: wasm is not here); install @tensorflow/tfjs-backend-wasm, which runs everywhere',
    );
    expect(tried).to.eql(['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'wasm']);
  });
});

describe('backendFault', () => {
  it('knows nothing against WebAssembly', async () => {
    expect(await backendFault('wasm')).to.equal(undefined);
  });

  it('names the packages that are missing', async () => {
    for (const backend of TFJS_BACKENDS) {
      const location = locateBackend(backend);
      if ('missing' in location)
        expect(location.missing).to.match(
          /^it is not installed; install it with "npm install --ignore-scripts=false [\w@/ -]+"$/,
        );
      else expect(location.modules).not.to.be.empty;
    }
  });

  it('tries native ones in a process that may end', async () => {
    expect(await triedFault('cpu')).to.equal(undefined);
  });
});
