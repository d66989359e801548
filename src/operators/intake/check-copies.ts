import type { OperatorEnv } from '../../core/operator-env.ts';
import { type StandardStack, sliceStore } from '../../dicom/index.ts';
import type { ListedFile } from '../../domain/indexed.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';
import type { Where } from '../../domain/spine-error.ts';
import type { SliceFile, Warning } from '../../domain/study.ts';
import { counted } from '../../domain/text/counted.ts';
import { warnIf } from '../../domain/warning-cause.ts';
import { copiesDiffer } from '../errors.ts';

/**
 * Compares files with the same SOPInstanceUID: identical pixels at the same position are copies; one is used and the
 * others are reported.
 * @throws COPIES_DIFFER naming both files
 */
export const checkCopies = async (
  { slices, files }: StandardStack,
  env: OperatorEnv,
  where: Where,
): Promise<readonly Warning[]> => {
  for (const [index, { copies }] of slices.entries())
    for (const copy of copies) await compare(files[index]!, copy, env, where);
  const count = slices.flatMap(({ copies }) => copies).length;
  return warnIf(count > 0, {
    code: 'COPIES_IGNORED',
    seriesId: where.seriesId,
    message: `${counted(count, 'file is a copy', 'files are copies')} of slices that are there already (same SOPInstanceUID, same pixels); each slice counts once`,
  });
};

const compare = async (file: SliceFile, copy: ListedFile, env: OperatorEnv, where: Where): Promise<void> => {
  if (file.frame === undefined) {
    const [a, b] = await Promise.all([env.readBytes(file.path), env.readBytes(copy.path)]);
    if (Buffer.compare(a, b) === 0) return;
  }
  const store = sliceStore(env.readBytes, where); // bypasses the study's cache: compared pixels are not kept
  const seriesId = where.seriesId ?? '';
  const [one, other] = await Promise.all([
    store.slice(file, seriesId),
    store.slice({ ...file, path: copy.path }, seriesId),
  ]);
  const sameHeader = JSON.stringify(placeIn(one.header)) === JSON.stringify(placeIn(other.header));
  if (!sameHeader || !samePixels(one.pixels, other.pixels)) throw copiesDiffer(file.name, where);
};

const placeIn = ({ positionMm, rowDirection, columnDirection, rows, columns }: SliceHeader) => [
  positionMm,
  rowDirection,
  columnDirection,
  rows,
  columns,
];

const samePixels = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
