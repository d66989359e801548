import ort from 'onnxruntime-node';
import { encodeModelWithoutWeights } from '../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../src/models/nn/onnx/graph-of.ts';
import { summaryOf } from '../../src/models/nn/shapes.ts';
import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../src/models/zoo/filled-weights.ts';
import { goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../test/support/goldens.ts';

const a = architectureOf(
  { kind: 'keypoints', inChannels: 5, outChannels: 5, encoder: 'resnet34' },
  { resolutionPx: 128 },
);
const s = summaryOf(a);
console.log(s.outputs, s.parameterCount, s.multiplyAdds / 1e9);
const m = goldenJson<any>('models', 'coord_sagt2', 'manifest.json');
const sd = s.parameters.map((p) => [p.name, p.shape, p.dtype]);
console.log('sd equal', JSON.stringify(sd) === JSON.stringify(m.statedict), m.parameter_count);
let t = performance.now();
const g = onnxGraphOf(a);
console.log('graph', performance.now() - t);
t = performance.now();
const bytes = encodeModelWithoutWeights(g);
console.log('encode', performance.now() - t, bytes.length);
t = performance.now();
const w = filledWeights(a);
console.log('fill', performance.now() - t);
t = performance.now();
const sess = await ort.InferenceSession.create(bytes, {
  graphOptimizationLevel: 'all',
  intraOpNumThreads: 2,
  externalData: g.parameters.map((p) => ({ path: p.name, data: new Uint8Array(w.get(p.name)!.data.buffer) })),
} as any);
console.log('create', performance.now() - t);
const x = goldenInput('input:coord_sagt2_128', [1, 5, 128, 128]);
const out = await sess.run({ stack: new ort.Tensor('float32', x, [1, 5, 128, 128]) });
console.log(
  out.heatmaps.dims,
  maxAbsDiff(out.heatmaps.data as Float32Array, goldenNpy('models', 'coord_sagt2', '128.heatmaps.npy').data),
);
