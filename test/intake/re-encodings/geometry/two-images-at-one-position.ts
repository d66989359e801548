import type { ReEncoding } from '../../re-encoding.ts';
import { addMotion } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'The Sagittal T2 slice next to the middle was taken twice, once with motion; both images are in the series.',
  expect: 'warned',
  codes: ['SLICES_AT_ONE_POSITION'],
  change: (study) => {
    const slices = study.of('t2');
    const place = Math.floor(slices.length / 2) + 1;
    const again = addMotion(slices[place]!.copy().identify('again'));
    study.add(again);
    slices.toSpliced(place, 0, again).forEach((slice, index) => {
      slice.set({ InstanceNumber: `${index + 1}` });
      slice.rename(`${index + 1}.dcm`);
    });
  },
};
