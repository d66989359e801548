import type { ReEncoding } from '../../re-encoding.ts';
import { toEightBits } from '../../study/contrast.ts';

const TABLE = Uint16Array.from({ length: 256 }, (_, index) => 256 * index);
const DESCRIPTOR = [256, 0, 16];

export const reEncoding: ReEncoding = {
  what: 'Every slice is an index into a table of colours.',
  expect: 'refused',
  codes: ['DICOM_PIXEL_FORMAT', 'STUDY_WITHOUT_SERIES'],
  change: (study) => {
    for (const slice of study.slices)
      toEightBits(slice).set({
        PhotometricInterpretation: 'PALETTE COLOR',
        RedPaletteColorLookupTableDescriptor: DESCRIPTOR,
        GreenPaletteColorLookupTableDescriptor: DESCRIPTOR,
        BluePaletteColorLookupTableDescriptor: DESCRIPTOR,
        RedPaletteColorLookupTableData: TABLE,
        GreenPaletteColorLookupTableData: TABLE,
        BluePaletteColorLookupTableData: TABLE,
      });
  },
};
