import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Numbers are written with exponents, plus signs and negative zeros.',
  expect: 'same',
  change: (study) => {
    const withExponent = (value: number) => `${value < 0 ? '' : '+'}${value.toExponential(8).toUpperCase()}`;
    for (const { dataSet } of study.slices) {
      for (const keyword of ['ImagePositionPatient', 'PixelSpacing', 'EchoTime', 'SpacingBetweenSlices'] as const)
        dataSet.set({ [keyword]: dataSet.numbers(keyword).map(withExponent) });
      const directions = dataSet.text('ImageOrientationPatient').split('\\');
      dataSet.set({ ImageOrientationPatient: directions.map((one) => (Number(one) === 0 ? '-0.0' : one)) });
    }
  },
};
