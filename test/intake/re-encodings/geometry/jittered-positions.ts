import type { ReEncoding } from '../../re-encoding.ts';
import { move } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Positions are off by up to 0.0002 mm, as rounding makes them.',
  expect: 'same',
  change: (study) => {
    const off = () => study.random.between(-2e-4, 2e-4);
    for (const slice of study.slices) move(slice, [off(), off(), off()]);
  },
};
