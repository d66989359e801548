import type { SourceAttributes } from '../source/source-attributes.ts';

const MINUTE_MS = 60_000;

/** `+0530` as minutes; undefined for anything else. */
const offsetMinutes = (text: string | undefined): number | undefined => {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(text ?? '') ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/**
 * A moment as DICOM writes date and time. TimezoneOffsetFromUTC, which is copied from the source, holds for all times of an object;
 * without it they are local times of this machine.
 */
export const dateAndTime = (
  moment: Date,
  { values }: SourceAttributes,
): { readonly date: string; readonly time: string } => {
  const minutes = offsetMinutes(values.get('TimezoneOffsetFromUTC')?.[0]) ?? -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + minutes * MINUTE_MS).toISOString();
  return { date: local.slice(0, 10).replaceAll('-', ''), time: local.slice(11, 19).replaceAll(':', '') };
};

/** 1970, for studies without a date. */
const NO_DATE = '19700101';

/** When a study began, by its own clock; at midnight where it does not say. */
export const startOfStudy = ({ values }: SourceAttributes): Date => {
  const date = values.get('StudyDate')?.[0] ?? NO_DATE;
  const time = (values.get('StudyTime')?.[0] ?? '').padEnd(6, '0');
  const part = (text: string, from: number, to: number): number => Number(text.slice(from, to));
  const [year, month, day] = [part(date, 0, 4), part(date, 4, 6), part(date, 6, 8)] as const;
  const [hours, minutes, seconds] = [part(time, 0, 2), part(time, 2, 4), part(time, 4, 6)] as const;
  const offset = offsetMinutes(values.get('TimezoneOffsetFromUTC')?.[0]);
  return offset === undefined
    ? new Date(year, month - 1, day, hours, minutes, seconds)
    : new Date(Date.UTC(year, month - 1, day, hours, minutes - offset, seconds));
};
