const DATE = /^(\d{4})[.]?(\d{2})[.]?(\d{2})$/;
const TIME = /^(\d{2}):?(\d{2})?:?(\d{2})?(?:\.(\d{1,6})\d*)?$/;
const DATE_TIME = /^(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:\.(\d{1,6}))?(?:[+-]\d{4})?$/;

const sortable = (
  date: string,
  [hours = '00', minutes = '00', seconds = '00', fraction = '']: readonly (string | undefined)[],
): string => `${date}${hours}${minutes}${seconds}.${fraction.padEnd(6, '0')}`;

/**
 * DA and TM as `YYYYMMDDHHMMSS.FFFFFF`, which sorts chronologically. Undefined without a valid date; a missing or invalid time counts as midnight.
 */
export const momentOf = (date: string | undefined, time: string | undefined): string | undefined => {
  const day = DATE.exec(date ?? '');
  return day ? sortable(day.slice(1).join(''), TIME.exec(time ?? '')?.slice(1) ?? []) : undefined;
};

/** DT in the same form; its UTC offset is dropped, since DA and TM have none. */
export const momentOfDateTime = (dateTime: string | undefined): string | undefined => {
  const parts = DATE_TIME.exec(dateTime ?? '');
  if (!parts) return undefined;
  const [, year = '', month = '01', day = '01', ...time] = parts;
  return sortable(`${year}${month}${day}`, time);
};
