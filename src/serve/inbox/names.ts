import { createHash } from 'node:crypto';
import { join } from 'node:path';

const KEY_DIGITS = 16;

/** What folders and logs call a study: nothing that a patient could be found by. */
export const studyKey = (studyUid: string): string =>
  createHash('sha256').update(studyUid).digest('hex').slice(0, KEY_DIGITS);

/** Names of studies' folders. */
export const isStudyKey = (name: string): boolean => /^[0-9a-f]{16}$/.test(name);

/** How the run calls a revision of a study: the first by its StudyInstanceUID, later ones with their number. */
export const revisionId = (studyUid: string, revision: number): string =>
  revision === 1 ? studyUid : `${studyUid}~${revision}`;

/** The StudyInstanceUID of what a run calls `<uid>`, `<uid>~2` or, where a study has images of several days, `<uid>/<key>`. */
export const studyUidOf = (id: string): string => id.split(/[~/]/, 1)[0] ?? id;

export const RECORD = 'study.json';
export const INSTANCES = 'instances';
export const RESULTS = 'results';
export const STAGING = '.incoming';

/** Below the study's folder, with a slash; the series' folder is what tables call the series. */
export const instanceName = (seriesUid: string, sopInstanceUid: string): string => `${seriesUid}/${sopInstanceUid}.dcm`;

/** Where an instance of a study lies. */
export const instancePath = (studyFolder: string, name: string): string => join(studyFolder, INSTANCES, name);
