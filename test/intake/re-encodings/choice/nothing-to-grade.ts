import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'No series is a candidate for anything: localizers, a map, and gradient echoes.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES'],
  change: (study) => {
    for (const slice of study.of('t2')) slice.set({ ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] });
    for (const slice of study.of('t1')) slice.set({ ImageType: ['DERIVED', 'PRIMARY', 'M', 'T1 MAP'] });
    for (const slice of study.of('ax'))
      slice.set({ ScanningSequence: 'GR', SeriesDescription: 'AX GRE', EchoTime: '12' });
  },
};
