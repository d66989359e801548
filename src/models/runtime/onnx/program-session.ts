import type { InferenceSession } from 'onnxruntime-node';
import type { Program } from '../../nn/gradient/program.ts';
import type { OnnxGraph } from '../../nn/onnx/graph.ts';
import type { Provider } from './device/devices.ts';
import { sessionOptions } from './session-options.ts';

/** WebGPU guarantees eight storage buffers to a shader, one for each input and output. */
const MOST_OUTPUTS = 7;

/**
 * Nodes of a program that the WebGPU provider of ONNX Runtime 1.30 cannot compute: max pooling with indices, and a split into more parts than a shader
 * may have buffers. Their tensors are small, or needed on the CPU for no other node.
 */
const nodesForCpu = ({ nodes }: OnnxGraph): readonly string[] =>
  nodes
    .filter(({ operator, outputs }) => outputs.length > (operator === 'MaxPool' ? 1 : MOST_OUTPUTS))
    .map(({ outputs }) => outputs[0]!);

/** Whether a program's written tensors stay on the device; in Node, only the WebGPU provider offers it (1.30). */
export const staysOnDevice = (provider: Provider): boolean => provider === 'webgpu';

/** The provider for a program's nodes; an empty list of names is refused. */
const webGpuFor = (graph: OnnxGraph) => {
  const forceCpuNodeNames = nodesForCpu(graph);
  return forceCpuNodeNames.length === 0 ? 'webgpu' : { name: 'webgpu' as const, forceCpuNodeNames };
};

/** Options of a training session. Written tensors stay on the device if they can. */
export const programOptions = (
  { graph, writes }: Pick<Program, 'graph' | 'writes'>,
  threads: number,
  provider: Provider,
): InferenceSession.SessionOptions => ({
  ...sessionOptions(threads, { provider }),
  // A memory pattern planned after the first run would be allocated in addition to that run's memory: twice the memory, and no faster.
  enableMemPattern: false,
  logSeverityLevel: 4, // errors are rethrown in the main thread
  ...(staysOnDevice(provider) && {
    executionProviders: [webGpuFor(graph), 'cpu'],
    preferredOutputLocation: Object.fromEntries(writes.map(({ output }) => [output, 'gpu-buffer'] as const)),
  }),
});
