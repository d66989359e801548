import type { InferenceSession } from 'onnxruntime-node';
import type { Provider } from './device/devices.ts';

export interface SessionHow {
  /** Whether to free working memory between runs. Default: false. */
  readonly lean?: boolean;
  /** Provider that computes supported operations, with the CPU for the rest. Default: the CPU alone. */
  readonly provider?: Provider;
}

/** Options of sessions; measured, see docs/decisions/0004-onnx-session-options.md. Spinning threads would take cores from other sessions. */
export const sessionOptions = (
  threads: number,
  { lean = false, provider = 'cpu' }: SessionHow = {},
): InferenceSession.SessionOptions => ({
  executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
  // At higher levels, WebGPU drops the ReLU from conv, ReLU, sigmoid (1.30.0), see docs/decisions/0017-devices.md.
  graphOptimizationLevel: provider === 'webgpu' ? 'basic' : 'all',
  executionMode: 'sequential',
  enableCpuMemArena: !lean,
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
