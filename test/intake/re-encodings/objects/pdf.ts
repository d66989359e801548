import type { ReEncoding } from '../../re-encoding.ts';
import { addObject } from '../../study/objects.ts';

export const reEncoding: ReEncoding = {
  what: 'An encapsulated PDF document lies in the folder of the images.',
  expect: 'same',
  codes: ['FILES_NOT_IMAGES'],
  change: (study) => {
    addObject(study, 'DOC_0001', {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1',
      Modality: 'DOC',
      ConversionType: 'WSD',
      DocumentTitle: 'report',
      MIMETypeOfEncapsulatedDocument: 'application/pdf',
      EncapsulatedDocument: Buffer.from('%PDF-1.4\n%%EOF\n\0'),
    });
  },
};
