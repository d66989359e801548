import type { Reference } from 'fhir/r4.js';
import { resultUuid } from '../derived-uids.ts';
import type { StudyResult } from '../study-result.ts';

/** Shared content of a bundle's resources, and references between them. */
export interface FhirContext {
  readonly result: StudyResult;
  /** The patient by number only: the bundle has no Patient resource and no name. */
  readonly subject: Reference;
  /** Date of the study, as precise as the source: `2026-01-02`. */
  readonly effective: string | undefined;
  /** Id of a resource by its role in the bundle. */
  readonly id: (role: string) => string;
  readonly reference: (role: string) => Reference;
}

const UNKNOWN_SUBJECT = 'the source image names no patient';

const subjectOf = ({ source: { values } }: StudyResult): Reference => {
  const [value] = values.get('PatientID') ?? [];
  const [issuer] = values.get('IssuerOfPatientID') ?? [];
  if (value === undefined) return { type: 'Patient', display: UNKNOWN_SUBJECT };
  return { type: 'Patient', identifier: { value, ...(issuer === undefined ? {} : { assigner: { display: issuer } }) } };
};

const dateOf = ({ source: { values } }: StudyResult): string | undefined =>
  values.get('StudyDate')?.[0]?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

export const fhirContext = (result: StudyResult): FhirContext => {
  const id = (role: string): string => resultUuid(result, `fhir ${role}`);
  return {
    result,
    subject: subjectOf(result),
    effective: dateOf(result),
    id,
    reference: (role) => ({ reference: `urn:uuid:${id(role)}` }),
  };
};
