import type { ReEncoding } from '../../re-encoding.ts';
import { encodeFile } from '../../study/file.ts';
import { concatenation } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Of the Sagittal T2 object, sent in five instances, the second is missing.',
  expect: 'warned',
  codes: ['SLICE_GAP'],
  change: (study) => {
    const slices = study.of('t2');
    for (const [index, part] of concatenation(slices, 5).entries())
      if (index !== 1) study.files.set(`t2/part${index + 1}.dcm`, encodeFile(part));
    study.without(slices);
  },
};
