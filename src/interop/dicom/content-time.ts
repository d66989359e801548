import { momentOf } from '../../dicom/index.ts';
import type { StudyResult } from '../study-result.ts';

/** `YYYYMMDDHHMMSS` and whatever follows, as far as a calendar and a clock allow; sorted as text it is sorted in time. */
const MOMENT = /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d/;

/** ContentDate must have a value, also where neither study nor images have a date. */
const NO_DATE = '19700101000000';

/**
 * Date and time of the content of a result: of the last image that it rests on, at the earliest the beginning of the study. A clock is not
 * asked, so that an object made again, by a run that was resumed or by another one, is the same to the byte; its UID depends on that.
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
