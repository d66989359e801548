import type { ReEncoding } from '../../re-encoding.ts';
import { addObject } from '../../study/objects.ts';

export const reEncoding: ReEncoding = {
  what: 'A Raw Data object with the SeriesInstanceUID of the images lies among them (every Philips export).',
  expect: 'same',
  codes: ['FILES_NOT_IMAGES'],
  change: (study) => {
    addObject(study, 'XX_0001', {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.66',
      SeriesInstanceUID: study.of('t2')[0]!.dataSet.get('SeriesInstanceUID'),
      Modality: 'MR',
      CreatorVersionUID: '2.25.1',
      AcquisitionContextSequence: [],
    });
  },
};
