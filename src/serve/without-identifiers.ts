import type { GradeEvent } from '../run/grade-studies.ts';
import { studyKey } from './inbox/names.ts';

/** UIDs wherever they stand; a patient can be found by them. */
const UID = /\b\d+(?:\.\d+){2,}\b/g;

const NAMING: readonly GradeEvent['type'][] = [
  'left-in-progress',
  'step-begun',
  'step',
  'step-abandoned',
  'blocked',
  'done-earlier',
  'study',
];

/** The same event with a key for each UID, as the inbox calls studies, for logs and terminals. */
export const withoutIdentifiers = (event: GradeEvent): GradeEvent =>
  NAMING.includes(event.type) ? JSON.parse(JSON.stringify(event).replace(UID, studyKey)) : event;
