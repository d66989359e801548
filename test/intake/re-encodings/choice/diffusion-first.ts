import type { ReEncoding } from '../../re-encoding.ts';
import { addMotion } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'An axial diffusion series, spin echo and echo planar, of two b values, comes first.',
  expect: 'same',
  codes: ['SERIES_DIFFUSION', 'SERIES_ECHO_PLANAR'],
  change: (study) => {
    const diffusion = {
      SeriesNumber: '5',
      SeriesDescription: 'DTI_AX_30d',
      ScanningSequence: ['SE', 'EP'],
      EchoTime: '79',
      RepetitionTime: '10000',
    };
    for (const slice of study.copySeries('ax', 'dti', diffusion)) {
      addMotion(slice).set({ DiffusionBValue: 0 });
      const weighted = slice.copy(`dti/${slice.number + 100}.dcm`).identify('b800');
      weighted.mapPixels((value) => Math.floor(value / 3));
      study.add(weighted.set({ InstanceNumber: `${slice.number + 100}`, DiffusionBValue: 800 }));
    }
  },
};
