import { codestreamOf, putFrames } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is one object of JPEG-LS frames in any order, with an Extended Offset Table.',
  expect: 'same',
  alone: true,
  change: (study) =>
    joinSeries(
      study,
      (given) => {
        const slices = study.random.shuffled(given);
        const frames = slices.map((slice) => codestreamOf(slice, 'jpeg-ls'));
        const object = enhanced(slices);
        putFrames(object, frames, { table: 'extended' });
        return object;
      },
      'jpeg-ls',
    ),
};
