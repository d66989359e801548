import type { GradeEvent } from '../run/grade-studies.ts';
import { studyKey } from './inbox/names.ts';

/** UIDs anywhere in the text, since they can identify a patient. */
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

/** Replaces each UID in an event with the inbox's key of the study, for logs and terminals. */
export const withoutIdentifiers = (event: GradeEvent): GradeEvent =>
  NAMING.includes(event.type) ? JSON.parse(JSON.stringify(event).replace(UID, studyKey)) : event;
