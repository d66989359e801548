import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'InstanceNumber follows the acquisition: every second slice first, then those between; names follow it.',
  expect: 'same',
  change: (study) => {
    for (const slices of study.series().values()) {
      const [odd, even] = [0, 1].map((rest) => slices.filter((_, place) => place % 2 === rest));
      [...odd!, ...even!].forEach((slice, index) => {
        slice.set({ InstanceNumber: `${index + 1}` });
        slice.rename(`IM${String(index + 1).padStart(4, '0')}.dcm`);
      });
    }
  },
};
