import { basename } from 'node:path';
import type { Warning } from '../domain/study.ts';
import type { Unread } from './group-slices.ts';

/** Whole, and without pixels: a directory of an export, a report, a presentation state. */
const isNoImage = ({ error }: Unread): boolean => error.code === 'DICOM_NO_PIXELS';

/** Warnings for files of a place that are, or should be, DICOM and are no slices. Folders are not named: exports call them after patients. */
export const filesLeftOut = (unread: readonly Unread[]): readonly Warning[] => {
  const [images, others] = [unread.filter((one) => !isNoImage(one)), unread.filter(isNoImage)];
  return [
    ...warningOf('FILES_UNREADABLE', images, images[0]?.error.reason),
    ...warningOf('FILES_NOT_IMAGES', others, 'DICOM without pixels, such as a DICOMDIR or a report'),
  ];
};

const warningOf = (code: string, [first, ...more]: readonly Unread[], reason = ''): readonly Warning[] =>
  first === undefined
    ? []
    : [
        {
          code,
          message: `${basename(first.name)}${more.length === 0 ? '' : ` and ${more.length} more`} left out: ${reason}`,
        },
      ];
