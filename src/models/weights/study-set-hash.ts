import { sha256Of } from '../../files/sha256.ts';

/** Order-independent hash of a set of studies, recorded in weights trained on them. */
export const studySetHash = (studyIds: readonly string[]): string => sha256Of(JSON.stringify([...studyIds].sort()));

/** Metadata entries of a fold's weights. */
export const TRAIN_STUDIES_HASH = 'train_studies_sha256';
export const VALIDATION_STUDIES_HASH = 'validation_studies_sha256';
