import { changeCodestreams } from '../../encoders/damage.ts';
import type { ReEncoding } from '../../re-encoding.ts';

/** Behind the marker of the frame (SOF3): length, precision; then rows and columns. */
const SOF3 = Buffer.from([0xff, 0xc3]);
const TO_ROWS = 5;

export const reEncoding: ReEncoding = {
  what: 'JPEG lossless codestreams claim 65535 rows and columns.',
  expect: 'refused',
  codes: ['DICOM_CODESTREAM_BROKEN'],
  change: (study) =>
    changeCodestreams(study, 'jpeg-lossless-sv1', (bytes) => {
      const copy = Buffer.from(bytes);
      copy.fill(0xff, copy.indexOf(SOF3) + TO_ROWS, copy.indexOf(SOF3) + TO_ROWS + 4);
      return copy;
    }),
};
