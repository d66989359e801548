import type { Warning } from '../domain/study.ts';
import { warnIf } from '../domain/warning-cause.ts';

const MOST_TEXTS = 4;

/** Warns of a study unlike those that a model was trained on. @param fact  what precedes the list of what is unusual */
export const unusualStudy = (texts: readonly string[], fact: string, remedy: string): readonly Warning[] => {
  const more = texts.length - MOST_TEXTS;
  const list = `${texts.slice(0, MOST_TEXTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  return warnIf(texts.length > 0, { code: 'STUDY_UNUSUAL', message: `${fact} ${list}; ${remedy}` });
};
