import type { ReEncoding } from '../../re-encoding.ts';
import { upendPixels } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'The three middle Sagittal T2 slices are there twice under one SOPInstanceUID, the second time upside down.',
  expect: 'refused',
  codes: ['COPIES_DIFFER'],
  change: (study) => {
    const slices = study.of('t2');
    const middle = Math.floor(slices.length / 2);
    for (const slice of slices.slice(middle - 1, middle + 2))
      study.add(upendPixels(slice.copy(`${slice.folder}/${slice.number + 500}.dcm`)));
  },
};
