import { z } from 'zod';
import { defineOutput } from '../../../core/define-output.ts';
import { fileOfResult } from './file-of-result.ts';
import { failedShape, readsOfResult, resultExample, resultShape } from './options.ts';

const FOLDER = 'fhir';

export const fhir = defineOutput({
  name: 'fhir',
  summary:
    'One FHIR R4 bundle per study (DiagnosticReport, Observations, ImagingStudy, Device); fhir.csv maps files to studies.',
  description:
    'docs/results-in-dicom.md says what is in it. Files are called by the id of the bundle, which follows from study, images, software, pipeline and weights.',
  columns: ['study_id', 'file'],
  folder: FOLDER,
  options: z.strictObject({ ...resultShape, ...failedShape }),
  example: resultExample,
  reads: readsOfResult,
  open: async (options, run, env) => {
    const { fhirBundle } = await import('../../../interop/index.ts');
    return fileOfResult({ folder: FOLDER, options, run, env }, (result) => {
      const bundle = fhirBundle(result);
      return { name: `${bundle.id}.json`, content: `${JSON.stringify(bundle, undefined, 2)}\n` };
    });
  },
});
