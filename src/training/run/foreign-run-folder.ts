import { isRecord } from '../../domain/is-record.ts';
import type { SpineError } from '../../domain/spine-error.ts';
import { predictedDiffers, runFolderForeign } from './errors.ts';

const tableIn = (training: unknown): string | undefined =>
  isRecord(training) && isRecord(training.labels) && typeof training.labels.predicted === 'string'
    ? training.labels.predicted
    : undefined;

/**
 * The error for a run folder of another training. A table of predicted keypoints that only one of them has also makes
 * their steps differ, so it is named instead.
 */
export const foreignRunFolder = (
  differing: readonly string[],
  { own, found, folder }: { readonly own: unknown; readonly found: unknown; readonly folder: string },
): SpineError => {
  const trainedWith = tableIn(found);
  return (tableIn(own) === undefined) === (trainedWith === undefined)
    ? runFolderForeign(differing, { file: folder })
    : predictedDiffers(trainedWith, { file: folder });
};
