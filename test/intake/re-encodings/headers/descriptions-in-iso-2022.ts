import type { ReEncoding } from '../../re-encoding.ts';
import { describe } from '../../study/texts.ts';

export const reEncoding: ReEncoding = {
  what: 'Descriptions are Japanese with code extensions (ISO 2022 IR 87); times tell the contrast.',
  expect: 'same',
  change: (study) =>
    describe(study, ['', 'ISO 2022 IR 87'], {
      // 腰椎 矢状断 一
      t1: Buffer.from('1b2442397844471b2842201b24424c703e7543471b2842201b2442306c1b2842', 'hex'),
      // 腰椎 矢状断 二
      t2: Buffer.from('1b2442397844471b2842201b24424c703e7543471b2842201b244246731b2842', 'hex'),
      // 腰椎 横断
      ax: Buffer.from('1b2442397844471b2842201b2442322343471b2842', 'hex'),
    }),
};
