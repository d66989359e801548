import type { Slice } from './slice.ts';
import type { Study } from './study.ts';

export const instanceUid = ({ dataSet }: Slice): string => dataSet.text('SOPInstanceUID');

/** Names every file by its SOPInstanceUID, in its folder. */
export const nameByUid = (study: Study): void => {
  for (const slice of study.slices) slice.rename(`${instanceUid(slice)}.dcm`);
};

/** Numbers the files of each series 1.dcm, 2.dcm, ... in any order. */
export const nameByArrival = (study: Study): void => {
  for (const slices of study.series().values())
    for (const [index, slice] of study.random.shuffled(slices).entries()) slice.rename(`${index + 1}.dcm`);
};
