import type { ReEncoding } from '../../re-encoding.ts';
import { putPrivate } from '../../study/private.ts';

const ITEMS = Buffer.concat([
  Buffer.from('feff00e0ffffffff', 'hex'),
  Buffer.from('0800000104000000', 'hex'),
  Buffer.from('CODE'),
  Buffer.from('feff0de000000000feffdde000000000', 'hex'),
]);

export const reEncoding: ReEncoding = {
  what: 'A private sequence is written as UN of undefined length, its items in implicit VR, as gateways do.',
  expect: 'same',
  change: (study) => {
    for (const { dataSet } of study.slices) putPrivate(dataSet, 1, { vr: 'UN', value: ITEMS, undefinedLength: true });
  },
};
