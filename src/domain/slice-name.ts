/** Names like `12.dcm`, which identify no patient. Longer numbers may be patient numbers. */
const NUMBERED = /^\d{1,5}\.dcm$/i;
const COUNTED = /^(?:instance \d+|file \d+ of \d+)$/;

/** File name without its folders, with either path separator. */
export const baseOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** Name of a slice in messages. Its file may be named after the patient, so the slice's number in tables is used instead. */
export const sliceName = (path: string, instanceNumber: number): string => {
  const base = baseOf(path);
  return NUMBERED.test(base) ? base : `instance ${instanceNumber}`;
};

/**
 * Name in messages of a file about which nothing else is known, for the same reason.
 * @param index position in its folder in natural order, from 0
 */
export const fileName = (path: string, index: number, count: number): string => {
  const base = baseOf(path);
  return NUMBERED.test(base) ? base : `file ${index + 1} of ${count}`;
};

/** Whether a name has the form of those above. */
export const namesNobody = (name: string): boolean => NUMBERED.test(name) || COUNTED.test(name);
