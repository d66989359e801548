import type { ReEncoding } from '../../re-encoding.ts';
import { invertContrast } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'An axial T2* series named AX T2 GRE comes first; ScanningSequence was stripped, the echo time is 15 ms.',
  expect: 'same',
  codes: ['SERIES_KIND_UNGRADED'],
  change: (study) => {
    const echo = { SeriesNumber: '5', SeriesDescription: 'AX T2 GRE', EchoTime: '15', RepetitionTime: '600' };
    for (const slice of study.copySeries('ax', 'gre', echo)) invertContrast(slice, 3000).delete('ScanningSequence');
  },
};
