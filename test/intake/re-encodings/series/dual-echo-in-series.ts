import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The Sagittal T2 series holds a proton density echo (20 ms) of every slice too, numbered behind the others.',
  expect: 'same',
  codes: ['SERIES_WEIGHTING_UNKNOWN'],
  change: (study) => {
    for (const slice of study.of('t2')) {
      const early = slice.copy(`${slice.folder}/${slice.number + 100}.dcm`).identify('early');
      early.mapPixels((value) => 600 + (value >> 1));
      early.set({ EchoTime: '20', EchoNumbers: '1', InstanceNumber: `${slice.number + 100}` });
      slice.set({ EchoNumbers: '2' });
      study.add(early);
    }
  },
};
