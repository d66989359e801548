import type { ReEncoding } from '../../re-encoding.ts';
import { invertContrast } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'An axial T1 series of the same places comes before the T2 series.',
  expect: 'same',
  codes: ['SERIES_KIND_UNGRADED'],
  change: (study) => {
    const t1 = { SeriesNumber: '25', SeriesDescription: 'AX T1', EchoTime: '10', RepetitionTime: '600' };
    for (const slice of study.copySeries('ax', 'axt1', t1)) invertContrast(slice, 1500);
  },
};
