import { z } from 'zod';
import { serverOptions } from '../server-options.ts';

/** Options of the source in a pipeline file. */
export const dicomwebOptions = z.strictObject({
  url: z
    .string()
    .min(1)
    .describe('root of the DICOMweb services, e.g. https://pacs.example/dicom-web; never with credentials'),
  studies: z.array(z.string()).min(1).optional().describe('only these, by StudyInstanceUID'),
  from: z.string().optional().describe('first StudyDate, YYYY-MM-DD'),
  to: z.string().optional().describe('last StudyDate, YYYY-MM-DD'),
  modality: z.string().default('MR').describe('a modality that the study has series of'),
  description: z.string().optional().describe('StudyDescription; * matches any text, ? a single character'),
  concurrency: z.int().min(1).max(64).default(6).describe('requests under way at a time'),
  cacheMegabytes: z.number().min(0).default(256).describe('instances kept in memory in case they are needed again'),
  attempts: z.int().min(1).max(20).default(5).describe('how often a request is made when the server is busy or away'),
  ...serverOptions,
});

export type DicomWebSourceOptions = z.output<typeof dicomwebOptions>;
