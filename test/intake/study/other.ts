import { mirrorPixels, move } from './placing.ts';
import type { Study } from './study.ts';
import { uid } from './uid.ts';

const EARLIER = '20190520';

/** Another study: the mirror image of the first patient, darker, a little elsewhere on the table, five years earlier. */
export const otherStudy = (study: Study): Study => {
  const other = study.copy(`${study.seed} other`);
  for (const [kind, slices] of other.series()) {
    if (kind === 'ax') slices.forEach(mirrorPixels);
    else {
      const pixels = slices.map((slice) => slice.pixels);
      for (const [index, slice] of slices.entries()) slice.setPixels(pixels[slices.length - 1 - index]!);
    }
  }
  for (const slice of other.slices) {
    const { dataSet } = move(slice, [3, -4, 2]).identify('other');
    slice.mapPixels((value) => Math.floor(value * 0.8));
    for (const keyword of ['StudyInstanceUID', 'SeriesInstanceUID', 'FrameOfReferenceUID'] as const)
      slice.set({ [keyword]: uid(dataSet.text(keyword), 'other') });
    slice.set({ StudyDate: EARLIER, SeriesDate: EARLIER, AcquisitionDate: EARLIER, ContentDate: EARLIER });
  }
  return other;
};
