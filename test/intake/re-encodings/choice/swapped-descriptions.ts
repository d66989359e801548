import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The sagittal series are described as each other; EchoTime and RepetitionTime tell the truth.',
  expect: 'same',
  codes: ['SERIES_DESCRIPTION_CONTRADICTED'],
  change: (study) => {
    for (const slice of study.of('t1', 't2'))
      slice.set({ SeriesDescription: slice.kind === 't2' ? 'SAG T1' : 'SAG T2' });
  },
};
