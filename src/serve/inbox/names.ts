import { join } from 'node:path';
import { sha256Of } from '../../files/sha256.ts';

const KEY_DIGITS = 16;

/** Key of a study in folder names and logs, which cannot identify a patient. */
export const studyKey = (studyUid: string): string => sha256Of(studyUid).slice(0, KEY_DIGITS);

/** Pattern of study folder names. */
export const isStudyKey = (name: string): boolean => /^[0-9a-f]{16}$/.test(name);

/** The run's id of a revision: the first is its StudyInstanceUID, later ones append their number. */
export const revisionId = (studyUid: string, revision: number): string =>
  revision === 1 ? studyUid : `${studyUid}~${revision}`;

export const RECORD = 'study.json';
export const INSTANCES = 'instances';
export const RESULTS = 'results';
export const STAGING = '.incoming';

/** Path below the study's folder; tables identify a series by its folder name. */
export const instanceName = (seriesUid: string, sopInstanceUid: string): string => `${seriesUid}/${sopInstanceUid}.dcm`;

/** Path of a study's instance. */
export const instancePath = (studyFolder: string, name: string): string => join(studyFolder, INSTANCES, name);
