import type { ReEncoding } from '../../re-encoding.ts';
import { putPrivate } from '../../study/private.ts';

export const reEncoding: ReEncoding = {
  what: 'Elements of the VRs OV, SV and UV precede the pixels.',
  expect: 'same',
  change: (study) => {
    for (const { dataSet } of study.slices) {
      putPrivate(dataSet, 1, { vr: 'OV', value: new Uint8Array(16) });
      putPrivate(dataSet, 2, { vr: 'SV', value: -1n });
      putPrivate(dataSet, 3, { vr: 'UV', value: [1n, 2n] });
    }
  },
};
