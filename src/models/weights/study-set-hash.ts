import { createHash } from 'node:crypto';

/** Identifies a set of studies, whatever their order. It is written into weights that were trained on them. */
export const studySetHash = (studyIds: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...studyIds].sort()))
    .digest('hex');

/** Entries of the metadata of a fold's weights. */
export const TRAIN_STUDIES_HASH = 'train_studies_sha256';
export const VALIDATION_STUDIES_HASH = 'validation_studies_sha256';
