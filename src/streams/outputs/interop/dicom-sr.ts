import { z } from 'zod';
import { defineOutput } from '../../../core/define-output.ts';
import { failedShape, readsOfResult, resultExample, resultShape } from './options.ts';
import { resultOf } from './study-result.ts';

const FOLDER = 'dicom-sr';

export const dicomSr = defineOutput({
  name: 'dicom-sr',
  summary:
    'A DICOM structured report a study (TID 1500), to be stored with its images; dicom-sr.csv says which file is whose.',
  description:
    'docs/results-in-dicom.md says what is in it. Files are called by their SOPInstanceUID, which follows from study, images, software, pipeline and weights.',
  columns: ['study_id', 'file'],
  folder: FOLDER,
  options: z.strictObject({ ...resultShape, ...failedShape }),
  example: resultExample,
  reads: readsOfResult,
  open: async (options, run, env) => {
    const { structuredReport } = await import('../../../interop/index.ts');
    return {
      ofStudy: async (outcome) => {
        if (outcome.state === undefined && options.failed === 'skip') return {};
        const made = await resultOf(outcome, { options, run, env });
        if (made === undefined) return {};
        const { sopInstanceUid, bytes } = structuredReport(made.result);
        const path = `${FOLDER}/${sopInstanceUid}.dcm`;
        return { rows: [[outcome.study.id, path]], files: [{ path, content: bytes }] };
      },
    };
  },
});
