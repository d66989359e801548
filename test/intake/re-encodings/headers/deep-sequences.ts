import type { ReEncoding } from '../../re-encoding.ts';
import { DataSet } from '../../study/data-set.ts';

const DEPTH = 40;
const REQUEST_ATTRIBUTES = '00400275';

export const reEncoding: ReEncoding = {
  what: 'Sequences are nested 40 levels deep, alternately of defined and of undefined length.',
  expect: 'same',
  change: (study) => {
    let inner = DataSet.of({ CodeMeaning: 'end' });
    for (let depth = 0; depth < DEPTH; depth++) {
      inner.undefinedLength = depth % 2 === 1;
      const element = { vr: 'SQ', value: [inner], undefinedLength: depth % 2 === 1 };
      inner = new DataSet().put(REQUEST_ATTRIBUTES, element);
    }
    const outermost = inner.elements.get(REQUEST_ATTRIBUTES)!;
    for (const { dataSet } of study.slices) dataSet.put(REQUEST_ATTRIBUTES, outermost);
  },
};
