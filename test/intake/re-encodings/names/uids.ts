import type { ReEncoding } from '../../re-encoding.ts';
import { nameByUid } from '../../study/naming.ts';

export const reEncoding: ReEncoding = {
  what: 'Files are named by UIDs; InstanceNumber is right.',
  expect: 'same',
  change: nameByUid,
};
