import { z } from 'zod';
import { siblingModule } from '../../../../threads/sibling-module.ts';
import { probeAnswer } from '../../probe-process.ts';
import type { Provider } from './devices.ts';
import { missingProvider } from './locate-provider.ts';

/** Report of the process that tries a provider. */
const probeReport = z.union([
  z.strictObject({ fault: z.string() }),
  z.strictObject({ cpuMs: z.number(), deviceMs: z.number() }),
  z.strictObject({}),
]);
export type ProbeReport = z.infer<typeof probeReport>;

export interface TryOptions {
  readonly threads: number;
  /** Whether to measure speed. */
  readonly measure: boolean;
}

/** Computes small networks on a provider and on the CPU, in a separate process. */
export const tryProvider = async (provider: Provider, { threads, measure }: TryOptions): Promise<ProbeReport> => {
  const missing = missingProvider(provider);
  if (missing !== undefined) return { fault: missing };
  const answer = await probeAnswer(siblingModule(import.meta.url, 'probe-provider'), [
    provider,
    String(threads),
    ...(measure ? ['measure'] : []),
  ]);
  return 'fault' in answer ? answer : probeReport.parse(JSON.parse(answer.message));
};
