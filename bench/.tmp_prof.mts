import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { stepProgramOf } from '/work/main/src/models/nn/gradient/training-programs.ts';
import { encodeModelWithoutWeights } from '/work/main/src/models/nn/onnx/encode-model.ts';
import { summaryOf } from '/work/main/src/models/nn/shapes.ts';
import { sessionOptions } from '/work/main/src/models/runtime/onnx/session-options.ts';
import { unitFill } from '/work/main/src/models/weights/fill.ts';
import { architectureOf } from '/work/main/src/models/zoo/architecture.ts';
import { filledWeights } from '/work/main/src/models/zoo/filled-weights.ts';
import { crossEntropy, meanSquaredError } from '/work/main/src/training/losses.ts';
import { adamW } from '/work/main/src/training/optimisers.ts';

const [kind, backbone, px, samples, threads, runs, spin] = process.argv.slice(2);
const n = Number(samples);
const network = architectureOf(
  (kind === 'keypoints' ? { kind, encoder: backbone, inChannels: 5, outChannels: 5 } : { kind, backbone }) as any,
  { resolutionPx: Number(px) },
);
const W = filledWeights(network);
const loss = kind === 'keypoints' ? meanSquaredError : crossEntropy;
let t = performance.now();
const p = stepProgramOf({ network, loss, samples: n, trains: () => true, rule: adamW() });
console.log('graph ms', (performance.now() - t).toFixed(0), 'nodes', p.graph.nodes.length);
t = performance.now();
const bytes = encodeModelWithoutWeights(p.graph);
console.log('bytes', bytes.length, (performance.now() - t).toFixed(0));
t = performance.now();
const so: any = sessionOptions(Number(threads));
if (spin) so.extra.session.intra_op.allow_spinning = spin;
so.enableProfiling = process.env.PROF === '1';
so.profileFilePrefix = '/tmp/ortprof';
if (process.env.LEVEL) so.graphOptimizationLevel = process.env.LEVEL;
if (process.env.OPT) so.optimizedModelFilePath = process.env.OPT;
const s = await InferenceSession.create(bytes, so);
console.log('session ms', (performance.now() - t).toFixed(0));
const feeds: any = {};
for (const { name, shape } of p.graph.inputs) {
  const dims = shape as number[];
  const size = dims.reduce((a, b) => a * b, 1);
  const data = W.has(name)
    ? W.get(name)!.data
    : name.startsWith('scalar/')
      ? Float32Array.of(({ kept: 1 - 1e-5, size: 1e-3, rootOfCorrection: 0.1 } as any)[name.slice(7)])
      : name === 'scale'
        ? Float32Array.of(1 / (n * 4))
        : name.startsWith('exp_avg')
          ? new Float32Array(size)
          : name === 'target'
            ? unitFill('t', size).map(Math.abs)
            : unitFill('x', size);
  feeds[name] = new Tensor('float32', data as any, dims);
}
const fetches: any = {};
for (const { name, shape } of p.graph.outputs)
  fetches[name] = new Tensor(
    'float32',
    new Float32Array((shape as number[]).reduce((a, b) => a * b, 1)),
    shape as number[],
  );
const flop = summaryOf(network).multiplyAdds * n * 6;
for (let i = 0; i < Number(runs); i++) {
  t = performance.now();
  const o = await s.run(feeds, fetches);
  const ms = performance.now() - t;
  console.log(
    'run',
    ms.toFixed(0),
    'ms',
    (flop / ms / 1e6).toFixed(1),
    'GFLOP/s',
    'loss',
    o[p.loss].data[0],
    'rss',
    (process.memoryUsage().rss / 1e6).toFixed(0),
  );
}
s.endProfiling?.();
(s as any).handler?.endProfiling?.();
await s.release();
if (process.env.PROF === '1') {
  const f = readdirSync('/tmp')
    .filter((x) => x.startsWith('ortprof'))
    .sort()
    .at(-1)!;
  const ev = JSON.parse(readFileSync('/tmp/' + f, 'utf8'));
  const by = new Map<string, [number, number]>();
  const byNode: any[] = [];
  for (const e of ev)
    if (e.cat === 'Node' && e.name.endsWith('_kernel_time')) {
      const k = e.args.op_name;
      const c = by.get(k) ?? [0, 0];
      by.set(k, [c[0] + e.dur / 1000, c[1] + 1]);
      byNode.push([e.dur / 1000, k, e.name, JSON.stringify(e.args.input_type_shape)?.slice(0, 150)]);
    }
  const R = Number(runs);
  console.log(
    [...by]
      .sort((a, b) => b[1][0] - a[1][0])
      .slice(0, 22)
      .map(([k, [ms, c]]) => `${k.padEnd(22)} ${(ms / R).toFixed(0)} ms ${c / R}`)
      .join('\n'),
  );
  byNode.sort((a, b) => b[0] - a[0]);
  for (const b of byNode.slice(0, Number(process.env.TOP ?? 25))) console.log(b[0].toFixed(1), b[1], b[2], b[3]);
  for (const x of readdirSync('/tmp').filter((x) => x.startsWith('ortprof'))) unlinkSync('/tmp/' + x);
}
