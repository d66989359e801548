import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The axial series holds one sagittal scout picture under its SeriesInstanceUID.',
  expect: 'same',
  change: (study) => {
    const { folder, dataSet } = study.of('ax')[0]!;
    const scout = study.of('t2')[5]!.copy(`${folder}/900.dcm`).identify('scout');
    study.add(
      scout.set({
        SeriesInstanceUID: dataSet.get('SeriesInstanceUID'),
        SeriesDescription: dataSet.get('SeriesDescription'),
        SeriesNumber: dataSet.get('SeriesNumber'),
        InstanceNumber: '900',
      }),
    );
  },
};
