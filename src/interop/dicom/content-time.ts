import { momentOf } from '../../dicom/index.ts';
import type { StudyResult } from '../study-result.ts';

/** `YYYYMMDDHHMMSS` and a fraction, if valid as date and time; sorts chronologically. */
const MOMENT = /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d/;

/** ContentDate requires a value even if neither study nor images have a date. */
const NO_DATE = '19700101000000';

/**
 * Date and time of a result's content: of its last image, at the earliest the start of the study. Independent of the clock, so that a recreated
 * object, in a resumed or another run, is identical to the byte; its UID depends on that.
 */
export const contentTime = ({
  lastImageAt,
  source: { values },
}: Pick<StudyResult, 'lastImageAt' | 'source'>): { readonly date: string; readonly time: string } => {
  const begun = momentOf(values.get('StudyDate')?.[0], values.get('StudyTime')?.[0]);
  const known = [begun, lastImageAt].filter((moment) => moment !== undefined && MOMENT.test(moment));
  const latest = known.sort().at(-1) ?? NO_DATE;
  return { date: latest.slice(0, 8), time: latest.slice(8, 14) };
};
