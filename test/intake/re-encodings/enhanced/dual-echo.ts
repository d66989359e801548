import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { measureGroups, timingGroups, typeGroups, valueGroups } from '../../study/functional-groups.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'The Sagittal T2 object holds a proton density echo (20 ms) of every slice too, frame by frame.',
  expect: 'same',
  codes: ['SERIES_WEIGHTING_UNKNOWN'],
  alone: true,
  change: (study) => {
    for (const slice of study.of('t2')) {
      const early = slice.copy(`${slice.folder}/early${slice.number}.dcm`).identify('early');
      early.mapPixels((value) => 600 + (value >> 1)).set({ EchoTime: '20' });
      study.add(early);
    }
    const shared = [measureGroups, typeGroups, valueGroups];
    joinSeries(study, (slices) => enhanced(study.random.shuffled(slices), { shared, each: [timingGroups] }));
  },
};
