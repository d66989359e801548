/** Names like `12.dcm`, which name nobody. Longer numbers may be those of patients. */
const NUMBERED = /^\d{1,5}\.dcm$/i;
const COUNTED = /^(?:instance \d+|file \d+ of \d+)$/;

/** The name of a file without its folders, whichever way the system separates them. */
export const baseOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** What messages call a slice. Its file may be called after the patient, so they say what tables call the slice. */
export const sliceName = (path: string, instanceNumber: number): string => {
  const base = baseOf(path);
  return NUMBERED.test(base) ? base : `instance ${instanceNumber}`;
};

/**
 * What messages call a file of which no more is known, for the same reason.
 * @param index from 0, in natural order of the names of the files it lies among
 */
export const fileName = (path: string, index: number, count: number): string => {
  const base = baseOf(path);
  return NUMBERED.test(base) ? base : `file ${index + 1} of ${count}`;
};

/** Whether it is a name of the kind that the functions above give. */
export const namesNobody = (name: string): boolean => NUMBERED.test(name) || COUNTED.test(name);
