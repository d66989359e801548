import type { ReEncoding } from '../../re-encoding.ts';
import { addMotion } from '../../study/contrast.ts';
import { move } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Reformatted axial slices of poorer quality lie a millimetre beside those of the scanner.',
  expect: 'same',
  change: (study) => {
    const derived = study.copySeries('ax', 'mpr', { ImageType: ['DERIVED', 'SECONDARY', 'REFORMATTED'] });
    for (const slice of derived) move(addMotion(slice), [0, 0, 1]);
  },
};
