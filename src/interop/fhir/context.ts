import type { Reference } from 'fhir/r4.js';
import { resultUuid } from '../derived-uids.ts';
import type { StudyResult } from '../study-result.ts';

export type FhirContext = ReturnType<typeof fhirContext>;

const UNKNOWN_SUBJECT = 'the source image names no patient';

const subjectOf = ({ source: { values } }: StudyResult): Reference => {
  const [value] = values.get('PatientID') ?? [];
  const [issuer] = values.get('IssuerOfPatientID') ?? [];
  if (value === undefined) return { type: 'Patient', display: UNKNOWN_SUBJECT };
  return { type: 'Patient', identifier: { value, ...(issuer === undefined ? {} : { assigner: { display: issuer } }) } };
};

const dateOf = ({ source: { values } }: StudyResult): string | undefined =>
  values.get('StudyDate')?.[0]?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** Shared content of a bundle's resources, and references between them. */
export const fhirContext = (result: StudyResult) => {
  const id = (role: string): string => resultUuid(result, `fhir ${role}`);
  return {
    result,
    /** The patient by number only: the bundle has no Patient resource and no name. */
    subject: subjectOf(result),
    /** Date of the study, as precise as the source: `2026-01-02`. */
    effective: dateOf(result),
    /** Id of a resource by its role in the bundle. */
    id,
    reference: (role: string): Reference => ({ reference: `urn:uuid:${id(role)}` }),
  };
};
