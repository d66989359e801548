import type { InferenceSession } from 'onnxruntime-node';
import type { Provider } from './device/devices.ts';

export interface SessionHow {
  /** Keeps no working memory between runs. Default: false. */
  readonly lean?: boolean;
  /** Computes what it can; the CPU does the rest. Default: the CPU alone. */
  readonly provider?: Provider;
}

/**
 * How sessions are made; measured, see docs/decisions/0004-onnx-session-options.md.
 * Threads that spin while they wait would take the cores from the other sessions.
 */
export const sessionOptions = (
  threads: number,
  { lean = false, provider = 'cpu' }: SessionHow = {},
): InferenceSession.SessionOptions => ({
  executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
  // Above it, WebGPU computes conv, ReLU, sigmoid as if the ReLU were not there (1.30.0), see docs/decisions/0017-devices.md.
  graphOptimizationLevel: provider === 'webgpu' ? 'basic' : 'all',
  executionMode: 'sequential',
  enableCpuMemArena: !lean,
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
