import * as ort from 'onnxruntime-node';
import { encodeModel, encodeModelWithoutWeights } from '../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../src/models/nn/onnx/graph-of.ts';
import { sessionOptions } from '../../src/models/runtime/onnx/session-options.ts';
import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../src/models/zoo/filled-weights.ts';

const mb = () => Math.round(process.memoryUsage().rss / 1e6);
const a =
  process.argv[2] === 'deeplab'
    ? architectureOf({ kind: 'keypoints', inChannels: 5, outChannels: 5, encoder: 'resnet34' }, { resolutionPx: 512 })
    : architectureOf({ kind: process.argv[2] as 'spinal', backbone: 'resnet18' }, { resolutionPx: 128 });
const w = filledWeights(a),
  g = onnxGraphOf(a);
console.log('rss', mb());
for (const mode of ['external', 'inline', 'external', 'inline', 'external']) {
  let t = performance.now();
  const bytes = mode === 'inline' ? encodeModel(g, w) : encodeModelWithoutWeights(g);
  const e = performance.now() - t;
  t = performance.now();
  const s = await ort.InferenceSession.create(bytes, {
    ...sessionOptions(2),
    ...(mode === 'external'
      ? { externalData: g.parameters.map((p) => ({ path: p.name, data: new Uint8Array(w.get(p.name)!.data.buffer) })) }
      : {}),
  } as any);
  console.log(mode, 'encode', e.toFixed(0), 'create', (performance.now() - t).toFixed(0), 'rss', mb());
  await s.release();
}
