import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced, inStacks } from '../../study/enhanced.ts';
import { encodeFile } from '../../study/file.ts';

export const reEncoding: ReEncoding = {
  what: 'The axial blocks are stacks 1 to 5 of one object; the sagittal series are single slices as usual.',
  expect: 'same',
  alone: true,
  change: (study) => {
    const blocks = study.blocks();
    const axial = blocks.flat();
    study.files.set('axial/1.dcm', encodeFile(enhanced(axial, { stacks: inStacks(blocks) })));
    study.without(axial);
  },
};
