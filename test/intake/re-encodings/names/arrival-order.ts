import type { ReEncoding } from '../../re-encoding.ts';
import { nameByArrival } from '../../study/naming.ts';

export const reEncoding: ReEncoding = {
  what: 'Files are numbered 1.dcm, 2.dcm, ... as they arrived; InstanceNumber is right.',
  expect: 'same',
  change: nameByArrival,
};
