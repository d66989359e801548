import type { SliceHeader } from '../../domain/slice-header.ts';

/** Whose images some are, as far as their headers tell. */
export interface Patients {
  /** By PatientID; by PatientName where no image has one. */
  readonly count: number;
  /** Names that no spelling makes one, though PatientID says that they are of one patient. */
  readonly names: number;
}

type Name = readonly string[];

/** `DOE^JANE` and `DOE^JANE^MARY` may be one person: one writer has more of the name. */
const mayBeOne = (a: Name, b: Name): boolean =>
  a.every((part) => b.includes(part)) || b.every((part) => a.includes(part));

/** How many people the names are of, at least. The longest names come first, so that a short one finds those that it may be part of. */
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
