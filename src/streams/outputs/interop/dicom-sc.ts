import { z } from 'zod';
import { defineOutput } from '../../../core/define-output.ts';
import { keyPictures } from './key-pictures.ts';
import { readsOfResult, resultExample, resultShape } from './options.ts';
import { resultOf } from './study-result.ts';

const FOLDER = 'dicom-sc';

export const dicomSc = defineOutput({
  name: 'dicom-sc',
  summary:
    'Key images of each study with keypoints, regions and grades, as DICOM Secondary Capture; dicom-sc.csv maps files to studies.',
  description:
    'docs/results-in-dicom.md says what is in them. A study that could not be graded has none. Files are called by their SOPInstanceUID, which follows from study, images, software, pipeline and weights.',
  columns: ['study_id', 'file'],
  folder: FOLDER,
  options: z.strictObject({
    ...resultShape,
    boxMm: z.number().positive().default(50).describe('side of the squares drawn about the keypoints'),
  }),
  example: resultExample,
  reads: readsOfResult,
  open: async (options, run, env) => {
    const { secondaryCaptures } = await import('../../../interop/index.ts');
    return {
      ofStudy: async (outcome) => {
        const { state, study } = outcome;
        if (state === undefined) return {};
        const made = await resultOf(outcome, { options, run, env });
        if (made === undefined) return {};
        const captures = secondaryCaptures(made.result, await keyPictures(state, options, made.images));
        const files = captures.map(({ sopInstanceUid, bytes }) => ({
          path: `${FOLDER}/${sopInstanceUid}.dcm`,
          content: bytes,
        }));
        return { rows: files.map(({ path }) => [study.id, path]), files };
      },
    };
  },
});
