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
