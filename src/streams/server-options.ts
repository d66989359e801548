import { z } from 'zod';

/**
 * Connection options of a DICOMweb server, shared by the source that reads from one and the output that sends to one.
 */
export const serverOptions = {
  timeoutS: z.number().positive().default(60).describe('seconds to wait for the start of a response'),
  credentials: z
    .string()
    .optional()
    .describe(
      'file of one line, "Bearer <token>" or "Basic <user>:<password>"; without it SPINESTREAM_DICOMWEB_TOKEN or _USER and _PASSWORD',
    ),
  ca: z.string().optional().describe('PEM file of additional certificate authorities to trust'),
};
