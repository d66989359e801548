import type { ReEncoding } from '../../re-encoding.ts';
import { describe } from '../../study/texts.ts';

export const reEncoding: ReEncoding = {
  what: 'Descriptions are GB18030, with a character whose second byte is a backslash; times tell the contrast.',
  expect: 'same',
  change: (study) =>
    describe(study, 'GB18030', {
      // 腰椎乗矢状 一
      t1: Buffer.from('d1fcd7b5815ccab8d7b420d2bb', 'hex'),
      // 腰椎乗矢状 二
      t2: Buffer.from('d1fcd7b5815ccab8d7b420b6fe', 'hex'),
      // 腰椎乗横断
      ax: Buffer.from('d1fcd7b5815cbae1b6cf', 'hex'),
    }),
};
