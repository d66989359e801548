import type { CodeableConcept, Observation, ObservationComponent } from 'fhir/r4.js';
import { locationOf, titleOfCondition, titleOfLevel } from '../../domain/vocabulary.ts';
import { OWN, reasonCode, UCUM } from '../codes/index.ts';
import { CONDITION_CODES, levelCode, SEVERITY_CODES } from '../codes/location-codes.ts';
import { resultUid } from '../derived-uids.ts';
import { type LocationResult, severityOf } from '../location-result.ts';
import { coding, concept, systemOf, uidIdentifier } from './concepts.ts';
import type { FhirContext } from './context.ts';

const IMAGING: CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'imaging' }],
};

const probabilities = ({ probabilities: values = [] }: LocationResult): readonly ObservationComponent[] =>
  values.map((value, label) => ({
    code: concept(SEVERITY_CODES[label]!.probability),
    valueQuantity: { value, system: systemOf(UCUM.one), code: UCUM.one.value },
  }));

/** Reason for a missing severity: nothing was seen. */
const absentReason = ({ basis }: LocationResult): CodeableConcept => ({
  coding: [
    { system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'not-performed' },
    ...basis.reasons.map((reason) => coding(reasonCode(reason))),
  ],
  text: OWN.seenNone.meaning,
});

/** Note on a grade based on only part of the location or on a doubtful position. */
const remarks = ({ basis }: LocationResult): readonly CodeableConcept[] => {
  const about = [...(basis.doubtful ? [OWN.doubtful] : []), ...(basis.seen === 'some' ? [OWN.seenSome] : [])];
  return about.map((code) => ({ coding: [code, ...basis.reasons.map(reasonCode)].map(coding), text: code.meaning }));
};

/** The grade of one of the 25 locations. */
export const observation = (location: LocationResult, context: FhirContext): Observation => {
  const { condition, level } = location;
  const { result, subject, effective, id, reference } = context;
  const name = locationOf(condition, level);
  const severity = severityOf(location);
  const components = probabilities(location);
  const interpretation = severity === undefined ? [] : remarks(location);
  return {
    resourceType: 'Observation',
    id: id(name),
    identifier: [uidIdentifier(resultUid(result, `location ${name}`))],
    status: 'preliminary',
    category: [IMAGING],
    code: concept(CONDITION_CODES[condition].observation),
    subject,
    ...(effective === undefined ? {} : { effectiveDateTime: effective }),
    ...(severity === undefined
      ? { dataAbsentReason: absentReason(location) }
      : { valueCodeableConcept: concept(SEVERITY_CODES[severity]!.severity) }),
    ...(interpretation.length === 0 ? {} : { interpretation: [...interpretation] }),
    bodySite: concept(levelCode(level), `${titleOfCondition(condition)}, ${titleOfLevel(level)}`),
    device: reference('device'),
    derivedFrom: [reference('study')],
    ...(components.length === 0 ? {} : { component: [...components] }),
  };
};
