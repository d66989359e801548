import type { CodeableConcept, Coding } from 'fhir/r4.js';
import { type Code, OWN_SCHEME, OWN_SCHEME_UID } from '../codes/index.ts';

/** FHIR's names of coding schemes. */
const SYSTEMS: Readonly<Record<string, string>> = {
  DCM: 'http://dicom.nema.org/resources/ontology/DCM',
  LN: 'http://loinc.org',
  SCT: 'http://snomed.info/sct',
  UCUM: 'http://unitsofmeasure.org',
  [OWN_SCHEME]: `urn:oid:${OWN_SCHEME_UID}`,
};

/** Every scheme that codes of this folder are of has a name; the tests ask for each. */
export const systemOf = ({ scheme }: Code): string => SYSTEMS[scheme]!;

export const coding = (code: Code): Coding => ({ system: systemOf(code), code: code.value, display: code.meaning });

/** @param text where the code says less than is meant */
export const concept = (code: Code, text = code.meaning): CodeableConcept => ({ coding: [coding(code)], text });

/** A UID of DICOM as an identifier's value. */
export const uidIdentifier = (uid: string) => ({ system: 'urn:dicom:uid', value: `urn:oid:${uid}` });
