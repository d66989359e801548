import { codestreamOf, putFrames } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is one object of JPEG 2000 frames, each in three fragments, with a basic offset table.',
  expect: 'same',
  alone: true,
  change: (study) =>
    joinSeries(
      study,
      (slices) => {
        const frames = slices.map((slice) => codestreamOf(slice, 'jpeg-2000-lossless'));
        const object = enhanced(slices);
        putFrames(object, frames, { table: 'basic', fragments: 3 });
        return object;
      },
      'jpeg-2000-lossless',
    ),
};
