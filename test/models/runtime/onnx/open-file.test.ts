import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { encodeModel } from '../../../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../../../src/models/nn/onnx/graph-of.ts';
import type { ModelFile } from '../../../../src/models/runtime/runtime.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { testRuntime } from '../../../support/test-runtime.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';
import { network } from '../../nn/run-network.ts';

/** out0 = a + a, out1 = a * a. */
const net = network({ a: ['n', 2] }, (nn, [a]) => [nn.add(a!, a!), nn.mul(a!, a!)], 2);
const a = () => ({ shape: [1, 2], data: Float32Array.of(3, 4) });

describe('openFile of the ONNX runtime', () => {
  const runtime = testRuntime();
  const folder = temporaryFolder();
  const opened = async (): Promise<ModelFile> => {
    const path = join(folder(), 'net.onnx');
    writeFileSync(path, encodeModel(onnxGraphOf(net), new Map()));
    const { openFile } = runtime();
    if (openFile === undefined) throw new Error('the ONNX runtime opens files');
    return openFile({ name: 'net', path });
  };

  it('says what the file takes and gives', async () => {
    const file = await opened();
    expect(file.inputs).to.deep.equal([{ name: 'a', elements: 'float32', shape: ['n', 2] }]);
    expect(file.outputs.map(({ name }) => name)).to.deep.equal(['out0', 'out1']);
    await file.release();
  });

  it('computes the outputs that are asked for, and counts its runs', async () => {
    const file = await opened();
    const outputs = await file.run({ a: a() }, ['out1']);
    expect(Object.keys(outputs)).to.deep.equal(['out1']);
    expect([...outputs.out1!.data]).to.deep.equal([9, 16]);
    expect(runtime().stats().models.net!.runs).to.equal(1);
    await file.release();
  });

  it('answers nothing once it was released', async () => {
    const file = await opened();
    await file.release();
    expect((await rejectionOf(file.run({ a: a() }, ['out1']))).code).to.equal('RUNTIME_MODEL_RELEASED');
  });

  it('refuses a file that is none', async () => {
    const path = join(folder(), 'text.onnx');
    writeFileSync(path, 'text');
    const error = await rejectionOf(runtime().openFile?.({ name: 'text', path }) ?? Promise.resolve());
    expect(error.code).to.equal('RUNTIME_CALL_FAILED');
    expect(error.reason).to.contain('the opening of model text failed');
  });
});
