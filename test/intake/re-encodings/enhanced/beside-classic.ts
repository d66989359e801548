import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { encodeFile } from '../../study/file.ts';
import { uid } from '../../study/uid.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is there twice, as single slices and as one enhanced object, as some scanners send both.',
  expect: 'same',
  alone: true,
  change: (study) => {
    for (const [kind, slices] of study.series()) {
      const object = enhanced(slices);
      object.set({
        SeriesInstanceUID: uid(object.text('SeriesInstanceUID'), 'enhanced'),
        SeriesNumber: `${object.number('SeriesNumber') + 1}`,
      });
      study.files.set(`enhanced/${kind}.dcm`, encodeFile(object));
    }
  },
};
