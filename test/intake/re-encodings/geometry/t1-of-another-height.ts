import type { ReEncoding } from '../../re-encoding.ts';
import { directionsOf, move, plus } from '../../study/placing.ts';

const MISSING_ROWS = 34;

export const reEncoding: ReEncoding = {
  what: 'The sagittal T1 series was planned a level higher, so that its lowest level looks like the one above.',
  expect: 'warned',
  codes: ['KEYPOINTS_IMPLAUSIBLE'],
  change: (study) => {
    for (const slice of study.of('t1')) {
      const { pixels, columns } = slice;
      const shift = MISSING_ROWS * columns;
      slice.mapPixels((_, index) => pixels[Math.max(index - shift, index % columns)]!);
      const { column } = directionsOf(slice);
      const [heightMm] = slice.dataSet.numbers('PixelSpacing');
      move(slice, plus([0, 0, 0], column, -MISSING_ROWS * heightMm!));
    }
  },
};
