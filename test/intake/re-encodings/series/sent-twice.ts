import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is there twice, the second time with new UIDs.',
  expect: 'same',
  change: (study) => {
    for (const kind of ['t2', 't1', 'ax']) study.copySeries(kind, `${kind}_again`);
  },
};
