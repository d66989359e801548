import type { ReEncoding } from '../../re-encoding.ts';
import { instanceUid } from '../../study/naming.ts';

export const reEncoding: ReEncoding = {
  what: 'All series lie in one folder, named as a receiver names them: MR.<UID>.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.path = `MR.${instanceUid(slice)}`;
  },
};
