import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'One Sagittal T2 frame lacks PlanePosition: nothing says where it lies.',
  expect: 'warned',
  codes: ['SLICE_GAP'],
  change: (study) =>
    joinSeries(study, (slices) => {
      const object = enhanced(slices);
      if (slices[0]!.kind === 't2')
        object.items('PerFrameFunctionalGroupsSequence')[4]!.delete('PlanePositionSequence');
      return object;
    }),
};
