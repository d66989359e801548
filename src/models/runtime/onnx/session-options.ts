import type { InferenceSession } from 'onnxruntime-node';

/**
 * How sessions are made; measured, see docs/decisions/0004-onnx-session-options.md.
 * Threads that spin while they wait would take the cores from the other sessions.
 */
export const sessionOptions = (
  threads: number,
  { lean = false }: { readonly lean?: boolean } = {},
): InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  enableCpuMemArena: !lean,
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
