import { defineSource } from '../../core/define-source.ts';
import { dicomwebOptions } from './dicomweb-options.ts';
import { openDicomWebSource } from './open-dicomweb.ts';

/** Studies on a DICOMweb server. */
export const dicomweb = defineSource({
  name: 'dicomweb',
  summary: 'Studies on a DICOMweb server: found by QIDO-RS, their pixels fetched by WADO-RS when they are needed.',
  description:
    'Series are chosen and slices ordered by the metadata that the server gives; of the instances only those that are needed are fetched. ' +
    'A study that the server does not give whole fails and can be retried; it is never graded from a part. Study ids are StudyInstanceUIDs.',
  options: dicomwebOptions,
  example: { options: { url: 'https://pacs.example/dicom-web', from: '2026-01-01' } },
  open: openDicomWebSource,
});
