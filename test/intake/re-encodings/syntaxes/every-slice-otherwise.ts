import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

const LOSSLESS = [
  'rle',
  'jpeg-lossless',
  'jpeg-lossless-sv1',
  'jpeg-ls',
  'jpeg-2000-lossless',
  'htj2k-lossless',
] as const;

export const reEncoding: ReEncoding = {
  what: 'Neighbouring slices have different transfer syntaxes, as an archive that compressed them over years gives them.',
  expect: 'same',
  change: (study) => {
    study.slices.forEach((slice, index) => {
      const syntax = LOSSLESS[index % (LOSSLESS.length + 1)];
      if (syntax !== undefined) compress(slice, syntax);
    });
  },
};
