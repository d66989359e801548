import type { ReEncoding } from '../../re-encoding.ts';
import { describe } from '../../study/texts.ts';

export const reEncoding: ReEncoding = {
  what: 'Descriptions are UTF-8, with full-width letters.',
  expect: 'same',
  change: (study) =>
    describe(study, 'ISO_IR 192', {
      t1: Buffer.from('ＳＡＧ　Ｔ１'),
      t2: Buffer.from('ＳＡＧ　Ｔ２'),
      ax: Buffer.from('ＡＸ　Ｔ２'),
    }),
};
