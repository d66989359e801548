import type { SliceHeader } from '../../domain/slice-header.ts';

/** Patients of a set of images, as far as headers tell. */
export interface Patients {
  /** Number of patients by PatientID, or by PatientName if no image has an ID. */
  readonly count: number;
  /** Names that cannot be spellings of one name although PatientID is the same. */
  readonly names: number;
}

type Name = readonly string[];

/** `DOE^JANE` and `DOE^JANE^MARY` may be one person, written at different lengths. */
const mayBeOne = (a: Name, b: Name): boolean =>
  a.every((part) => b.includes(part)) || b.every((part) => a.includes(part));

/** Minimum number of people with these names. Longest names come first, so that a short one matches the names that it may be part of. */
const peopleIn = (names: readonly Name[]): number => {
  const different = [...new Map(names.map((name) => [name.join(' '), name])).values()];
  const people: Name[] = [];
  for (const name of different.toSorted((a, b) => b.length - a.length))
    if (!people.some((known) => mayBeOne(known, name))) people.push(name);
  return people.length;
};

export const patientsIn = (headers: readonly Pick<SliceHeader, 'patientKey' | 'patientName'>[]): Patients => {
  const ids = new Set(headers.flatMap(({ patientKey }) => patientKey ?? [])).size;
  const names = peopleIn(headers.flatMap(({ patientName }) => (patientName === undefined ? [] : [patientName])));
  return ids === 0 ? { count: names, names: 0 } : { count: ids, names };
};
