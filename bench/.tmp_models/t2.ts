import { summaryOf } from '../../src/models/nn/shapes.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../src/models/zoo/filled-weights.ts';
import { goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../test/support/goldens.ts';

const rt = await startOnnxRuntime({ threads: 2 });
for (const [folder, kind] of [
  ['spinal_resnet18', 'spinal'],
  ['foraminal_resnet18', 'foraminal'],
  ['subarticular_resnet18', 'subarticular'],
  ['global_resnet18', 'global'],
] as const) {
  const a = architectureOf({ kind, backbone: 'resnet18' }, { resolutionPx: 128 });
  const s = summaryOf(a);
  const m = goldenJson<any>('models', folder, 'manifest.json');
  const sd = s.parameters.map((p) => [p.name, p.shape, p.dtype]);
  console.log(
    folder,
    'sd equal',
    JSON.stringify(sd) === JSON.stringify(m.statedict),
    m.parameter_count === s.parameterCount,
    s.multiplyAdds / 1e9,
  );
  const p = await rt.load({ name: folder, architecture: a, weights: filledWeights(a) });
  const c = m.cases[0];
  const inputs = Object.fromEntries(
    a.inputs.map((i, k) => [
      i.name,
      { shape: c.inputs[k].shape, data: goldenInput(c.inputs[k].fill_name, c.inputs[k].shape) },
    ]),
  );
  const out = await p.predict(inputs);
  console.log(maxAbsDiff(out.logits!.data, goldenNpy('models', folder, c.outputs[0].file).data));
  const t = performance.now();
  await p.predict(inputs);
  console.log(performance.now() - t);
  await p.release();
}
console.log(rt.stats());
await rt.close();
