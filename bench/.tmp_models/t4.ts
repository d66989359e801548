import { summaryOf } from '../../src/models/nn/shapes.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../src/models/zoo/filled-weights.ts';
import { goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../test/support/goldens.ts';

const rt = await startOnnxRuntime({ threads: 2 });
for (const [folder, kind, backbone, px] of [
  ['spinal_resnet18', 'spinal', 'resnet18', 128],
  ['foraminal_convnext_nano', 'foraminal', 'convnext_nano', 224],
  ['foraminal_swin_tiny', 'foraminal', 'swin_tiny_patch4_window7_224', 224],
  ['global_resnet18', 'global', 'resnet18', 128],
  ['study_resnet18', 'study', 'resnet18', 128],
] as const) {
  let t = performance.now();
  const a = architectureOf({ kind, backbone }, { resolutionPx: px });
  console.log('arch', performance.now() - t);
  const s = summaryOf(a);
  const m = goldenJson<any>('models', folder, 'manifest.json');
  const sd = s.parameters.map((p) => [p.name, p.shape, p.dtype]);
  const i = sd.findIndex((e, i) => JSON.stringify(e) !== JSON.stringify(m.statedict[i]));
  console.log(
    folder,
    'sd equal',
    JSON.stringify(sd) === JSON.stringify(m.statedict),
    sd[i],
    m.statedict[i],
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
  t = performance.now();
  await p.predict(inputs);
  console.log(performance.now() - t);
  await p.release();
}
console.log(rt.stats());
await rt.close();
