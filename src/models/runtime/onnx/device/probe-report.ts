import { z } from 'zod';

/** Report of the process that tries a provider. */
export const probeReport = z.union([
  z.strictObject({ fault: z.string() }),
  z.strictObject({ cpuMs: z.number(), deviceMs: z.number() }),
  z.strictObject({}),
]);
export type ProbeReport = z.infer<typeof probeReport>;
