import type { ReEncoding } from '../../re-encoding.ts';
import { addObject } from '../../study/objects.ts';

export const reEncoding: ReEncoding = {
  what: 'A grayscale presentation state lies in the folder of the images.',
  expect: 'same',
  codes: ['FILES_NOT_IMAGES'],
  change: (study) => {
    const { dataSet, rows, columns } = study.of('t2')[0]!;
    addObject(study, 'PS_0001', {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1',
      Modality: 'PR',
      ContentLabel: 'KEY',
      ContentDescription: '',
      PresentationCreationDate: '20240315',
      PresentationCreationTime: '110000',
      PresentationLUTShape: 'IDENTITY',
      DisplayedAreaSelectionSequence: {
        DisplayedAreaTopLeftHandCorner: [1, 1],
        DisplayedAreaBottomRightHandCorner: [columns, rows],
        PresentationSizeMode: 'SCALE TO FIT',
        PresentationPixelSpacing: dataSet.get('PixelSpacing'),
      },
      ReferencedSeriesSequence: {
        SeriesInstanceUID: dataSet.get('SeriesInstanceUID'),
        ReferencedImageSequence: {
          ReferencedSOPClassUID: dataSet.get('SOPClassUID'),
          ReferencedSOPInstanceUID: dataSet.get('SOPInstanceUID'),
        },
      },
    });
  },
};
