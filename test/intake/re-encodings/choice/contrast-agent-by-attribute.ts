import type { ReEncoding } from '../../re-encoding.ts';
import { addMotion } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'A Sagittal T1 series was taken again after a contrast agent, which ContrastBolusAgent alone says.',
  expect: 'same',
  change: (study) => {
    const after = { ContrastBolusAgent: 'Gadoterate', AcquisitionTime: '114500' };
    study.copySeries('t1', 'after', after).forEach(addMotion);
  },
};
