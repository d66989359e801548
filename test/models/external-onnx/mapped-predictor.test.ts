import { expect } from 'chai';
import { mappedPredictor } from '../../../src/models/external-onnx/mapped-predictor.ts';
import { type OnnxConfig, parseOnnxConfig } from '../../../src/models/external-onnx/onnx-config.ts';
import type { ModelFile, Tensors } from '../../../src/models/runtime/runtime.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const config = (batch: OnnxConfig['batch']): OnnxConfig =>
  parseOnnxConfig({
    kind: 'onnx',
    role: 'foraminal',
    file: 'm.onnx',
    sha256: '0'.repeat(64),
    batch,
    inputs: { sagt1: { name: 'x', shape: ['n', 1, 1, 1] } },
    outputs: { logits: { name: 'y', shape: ['n', 3] } },
  });

/** y = [x, 2 x, 3 x] a row; remembers how many rows each call had. */
const multiples = () => {
  const rows: number[] = [];
  const run: ModelFile['run'] = async ({ x }, outputs) => {
    rows.push(x!.shape[0]!);
    expect(outputs).to.deep.equal(['y']);
    return {
      y: { shape: [x!.data.length, 3], data: Float32Array.from([...x!.data].flatMap((v) => [v, 2 * v, 3 * v])) },
    };
  };
  return { rows, file: { inputs: [], outputs: [], run, release: async () => {} } };
};
const given: Tensors = { sagt1: { shape: [2, 1, 1, 1], data: Float32Array.of(1, 10) } };

describe('mappedPredictor', () => {
  it('asks a free file once', async () => {
    const { rows, file } = multiples();
    const { logits } = await mappedPredictor('m', file, config('free')).predict(given);
    expect([...logits!.data]).to.deep.equal([1, 2, 3, 10, 20, 30]);
    expect(rows).to.deep.equal([2]);
  });

  it('asks a file of batch one row by row', async () => {
    const { rows, file } = multiples();
    const { logits } = await mappedPredictor('m', file, config('single')).predict(given);
    expect(logits!.shape).to.deep.equal([2, 3]);
    expect([...logits!.data]).to.deep.equal([1, 2, 3, 10, 20, 30]);
    expect(rows).to.deep.equal([1, 1]);
    expect([...given.sagt1!.data]).to.deep.equal([1, 10]);
  });

  it('refuses an answer of another shape', async () => {
    const file = { ...multiples().file, run: async () => ({ y: { shape: [1, 3], data: new Float32Array(3) } }) };
    const error = await rejectionOf(mappedPredictor('m', file, config('free')).predict(given));
    expect(error.code).to.equal('ONNX_OUTPUT_UNFIT');
    expect(error.reason).to.equal(
      'output logits of model m has shape [1, 3], expected [n, 3]; export the model with this output',
    );
  });
});
