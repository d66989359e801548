import type { RuntimeIdentity } from '../../models/runtime/runtime.ts';

/** Names the runtime, if it is not ONNX Runtime on the CPU as usual, or if a better one was tried and failed. */
export const runtimeNotice = ({
  backend,
  provider = 'cpu',
  device,
  fallback = false,
  skipped,
}: RuntimeIdentity): string | undefined => {
  if (backend === 'onnx' && provider === 'cpu' && skipped.length === 0) return undefined;
  const named = device === undefined || device === 'unknown' ? '' : ` (${device})`;
  const where = backend === 'onnx' ? `onnx on ${provider}${named}` : backend;
  const others = skipped.map((one) => `; not ${one.backend}: ${one.reason}`).join('');
  return `${fallback ? 'warning: no GPU can be used; ' : ''}computing with ${where}${others}`;
};
