import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { onnxGraphOf } from '../../src/models/nn/onnx/graph-of.ts';
import { encodeModelWithoutWeights } from '../../src/models/nn/onnx/encode-model.ts';
import { filledWeights } from '../../src/models/zoo/filled-weights.ts';
import { sessionOptions } from '../../src/models/runtime/onnx/session-options.ts';
import * as ort from 'onnxruntime-node';
const R='resnet18', S='swin_tiny_patch4_window7_224', C='convnext_nano';
const all:any={deeplab:[{kind:'keypoints',inChannels:5,outChannels:5,encoder:'resnet34'},512,1],
 foraminal:[{kind:'foraminal',backbone:R},128,5],global:[{kind:'global',backbone:R},128,5],
 swin:[{kind:'foraminal',backbone:S},224,1],convnext:[{kind:'foraminal',backbone:C},224,1]};
const variants:Record<string,any>={
 base:{}, 'basic':{graphOptimizationLevel:'basic'}, extended:{graphOptimizationLevel:'extended'}, layout:{graphOptimizationLevel:'layout'},
 'noarena':{enableCpuMemArena:false}, 'nopattern':{enableMemPattern:false},
 'spin':{extra:{session:{intra_op:{allow_spinning:'1'}}}}, 'denormal':{extra:{session:{intra_op:{allow_spinning:'0'},set_denormal_as_zero:'1'}}},
 '1thread':{intraOpNumThreads:1}
};
for (const name of process.argv[2]!.split(',')) {
 const [config,px,n]=all[name]; const a=architectureOf(config,{resolutionPx:px}); const w=filledWeights(a); const g=onnxGraphOf(a);
 const bytes=encodeModelWithoutWeights(g);
 const feeds=Object.fromEntries(a.inputs.map(i=>{const shape=i.shape.map(d=>d==='n'?n:d) as number[]; const d=new Float32Array(shape.reduce((x,y)=>x*y,1)).map(()=>Math.random()*2-1); return [i.name,new ort.Tensor('float32',d,shape)]}));
 for (const [v,o] of Object.entries(variants)) {
  const t0=performance.now();
  const s=await ort.InferenceSession.create(bytes,{...sessionOptions(2),...o,externalData:g.parameters.map(p=>({path:p.name,data:new Uint8Array(w.get(p.name)!.data.buffer)}))} as any);
  const c=performance.now()-t0;
  const ts=[]; for(let i=0;i<7;i++){const t=performance.now(); await s.run(feeds); ts.push(performance.now()-t);} ts.sort((x,y)=>x-y);
  console.log(name,'n',n,v.padEnd(10),'create',c.toFixed(0),'min',ts[0]!.toFixed(0),'median',ts[3]!.toFixed(0));
  await s.release();
 }
}
