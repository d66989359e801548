import { z } from 'zod';
import { defineOutput } from '../../../core/define-output.ts';
import { fileOfResult } from './file-of-result.ts';
import { failedShape, readsOfResult, resultExample, resultShape } from './options.ts';

const FOLDER = 'dicom-sr';

export const dicomSr = defineOutput({
  name: 'dicom-sr',
  summary:
    'One DICOM structured report per study (TID 1500), to be stored with its images; dicom-sr.csv maps files to studies.',
  description:
    'docs/results-in-dicom.md says what is in it. Files are called by their SOPInstanceUID, which follows from study, images, software, pipeline and weights.',
  columns: ['study_id', 'file'],
  folder: FOLDER,
  options: z.strictObject({ ...resultShape, ...failedShape }),
  example: resultExample,
  reads: readsOfResult,
  open: async (options, run, env) => {
    const { structuredReport } = await import('../../../interop/index.ts');
    return fileOfResult({ folder: FOLDER, options, run, env }, (result) => {
      const { sopInstanceUid, bytes } = structuredReport(result);
      return { name: `${sopInstanceUid}.dcm`, content: bytes };
    });
  },
});
