import type { ReEncoding } from '../../re-encoding.ts';
import { encodeBare } from '../../study/file.ts';

export const reEncoding: ReEncoding = {
  what: 'Files have neither preamble nor meta information nor extension: they begin with group 0008, implicit VR.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) {
      slice.bytes = encodeBare(slice.dataSet);
      slice.path = slice.path.replace(/\.dcm$/, '');
    }
  },
};
