import type { ReEncoding } from '../../re-encoding.ts';
import { toColour } from '../../study/contrast.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

export const reEncoding: ReEncoding = {
  what: 'A series of colour screenshots (Secondary Capture) comes first.',
  expect: 'same',
  codes: ['SERIES_NOT_MR'],
  alone: true,
  change: (study) => {
    const screenshot = {
      SOPClassUID: SECONDARY_CAPTURE,
      SeriesNumber: '1',
      SeriesDescription: 'SAG T2 screenshots',
      Modality: 'OT',
      ConversionType: 'WSD',
      PatientOrientation: '',
    };
    for (const slice of study.copySeries('t2', 'screen', screenshot))
      toColour(slice).delete(
        'ImagePositionPatient',
        'ImageOrientationPatient',
        'PixelSpacing',
        'FrameOfReferenceUID',
        'PositionReferenceIndicator',
        'EchoTime',
        'RepetitionTime',
        'ScanningSequence',
        'WindowCenter',
        'WindowWidth',
      );
  },
};
