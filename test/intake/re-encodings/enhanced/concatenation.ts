import type { ReEncoding } from '../../re-encoding.ts';
import { encodeFile } from '../../study/file.ts';
import { concatenation } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is one Enhanced MR object, sent in three instances (a concatenation).',
  expect: 'same',
  alone: true,
  change: (study) => {
    for (const [kind, slices] of study.series())
      for (const [index, part] of concatenation(slices, 3).entries())
        study.files.set(`${kind}/part${index + 1}.dcm`, encodeFile(part));
    study.slices = [];
  },
};
