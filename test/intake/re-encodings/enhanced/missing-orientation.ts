import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Functional groups lack PlaneOrientation: nothing says how the frames lie.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES'],
  change: (study) =>
    joinSeries(study, (slices) => {
      const object = enhanced(slices);
      object.items('SharedFunctionalGroupsSequence')[0]!.delete('PlaneOrientationSequence');
      return object;
    }),
};
