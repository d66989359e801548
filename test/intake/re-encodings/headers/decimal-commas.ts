import type { ReEncoding } from '../../re-encoding.ts';
import { rewriteNumbers } from '../../study/texts.ts';

export const reEncoding: ReEncoding = {
  what: 'Numbers have decimal commas.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES'],
  change: (study) => rewriteNumbers(study, (text) => text.replaceAll('.', ',')),
};
