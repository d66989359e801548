import type { ReEncoding } from '../../re-encoding.ts';
import { nameByUid } from '../../study/naming.ts';

export const reEncoding: ReEncoding = {
  what: 'InstanceNumber is missing, and files are named by UIDs.',
  expect: 'same',
  change: (study) => {
    nameByUid(study);
    for (const slice of study.slices) slice.delete('InstanceNumber');
  },
};
