import { z } from 'zod';
import { defineOutput } from '../../../core/define-output.ts';
import { failedShape, readsOfResult, resultExample, resultShape } from './options.ts';
import { resultOf } from './study-result.ts';

const FOLDER = 'fhir';

export const fhir = defineOutput({
  name: 'fhir',
  summary:
    'A FHIR R4 bundle a study (DiagnosticReport, Observations, ImagingStudy, Device); fhir.csv says which file is whose.',
  description:
    'docs/results-in-dicom.md says what is in it. Files are called by the id of the bundle, which follows from study, images, software, pipeline and weights.',
  columns: ['study_id', 'file'],
  folder: FOLDER,
  options: z.strictObject({ ...resultShape, ...failedShape }),
  example: resultExample,
  reads: readsOfResult,
  open: async (options, run, env) => {
    const { fhirBundle } = await import('../../../interop/index.ts');
    return {
      ofStudy: async (outcome) => {
        if (outcome.state === undefined && options.failed === 'skip') return {};
        const made = await resultOf(outcome, { options, run, env });
        if (made === undefined) return {};
        const bundle = fhirBundle(made.result);
        const path = `${FOLDER}/${bundle.id}.json`;
        return {
          rows: [[outcome.study.id, path]],
          files: [{ path, content: `${JSON.stringify(bundle, undefined, 2)}\n` }],
        };
      },
    };
  },
});
