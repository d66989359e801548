import type { ReEncoding } from '../../re-encoding.ts';
import { putPrivate } from '../../study/private.ts';

export const reEncoding: ReEncoding = {
  what: 'A private element of 1 MB precedes the pixels of every fifth slice.',
  expect: 'same',
  change: (study) => {
    const value = study.random.bytes(1 << 20);
    for (const [index, { dataSet }] of study.slices.entries())
      if (index % 5 === 0) putPrivate(dataSet, 1, { vr: 'OB', value });
  },
};
