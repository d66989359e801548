import type { Value } from './data-set.ts';
import type { Study } from './study.ts';

/** Gives every series a description in bytes of a character set, by its kind. */
export const describe = (study: Study, charset: Value, texts: Readonly<Record<string, Uint8Array>>): void => {
  for (const slice of study.slices)
    slice.set({ SpecificCharacterSet: charset, SeriesDescription: texts[slice.kind] ?? new Uint8Array() });
};

const NUMBERS = ['PixelSpacing', 'ImagePositionPatient', 'ImageOrientationPatient', 'SpacingBetweenSlices'] as const;

/** Writes numbers of the geometry as other texts. */
export const rewriteNumbers = (study: Study, change: (text: string) => string): void => {
  for (const { dataSet } of study.slices)
    for (const keyword of NUMBERS.filter((one) => dataSet.has(one)))
      dataSet.set({ [keyword]: change(dataSet.text(keyword)) });
};
