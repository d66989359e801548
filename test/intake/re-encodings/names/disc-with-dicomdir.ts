import type { ReEncoding } from '../../re-encoding.ts';
import { dicomDir } from '../../study/dicom-dir.ts';

export const reEncoding: ReEncoding = {
  what: 'A disc: DICOMDIR, folders and files of eight letters without extension, a viewer next to them.',
  expect: 'same',
  codes: ['FILES_NOT_IMAGES', 'SERIES_WITHOUT_SLICES'],
  alone: true,
  change: (study) => {
    for (const [index, slice] of study.slices.entries())
      slice.path = `DICOM/SE${slice.dataSet.text('SeriesNumber').padStart(6, '0')}/IM${String(index).padStart(6, '0')}`;
    study.files.set('DICOMDIR', dicomDir(study));
    study.files.set('AUTORUN.INF', Buffer.from('[autorun]\r\nopen=VIEWER\\VIEW.EXE\r\n'));
    study.files.set('VIEWER/VIEW.EXE', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(1000)]));
    study.files.set('VIEWER/HELP.HTM', Buffer.from('<html></html>'));
  },
};
