import type { Outcome, Row } from './results.ts';

export interface Verdict {
  readonly text: string;
  /** 0: the numbers agree, 1: they do not, or something failed, 2: no provider of ONNX Runtime works on a GPU. */
  readonly code: 0 | 1 | 2;
}

const FAILURES: readonly Outcome[] = ['differs', 'failed'];

/** @param providers  those that work, without the CPU */
export const verdictOf = (rows: readonly Row[], providers: readonly string[]): Verdict => {
  const failures = rows.filter(({ outcome }) => FAILURES.includes(outcome)).length;
  const skipped = rows.filter(({ outcome }) => outcome === 'skipped').length;
  const rest = skipped > 0 ? `; ${skipped} skipped` : '';
  if (failures > 0) return { text: `${failures} of ${rows.length} results differ or failed${rest}`, code: 1 };
  if (providers.length === 0) return { text: `no provider of ONNX Runtime works on a GPU${rest}`, code: 2 };
  return { text: `${providers.join(' and ')} and the CPU agree${rest}`, code: 0 };
};
