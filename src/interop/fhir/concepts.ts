import type { CodeableConcept, Coding } from 'fhir/r4.js';
import { type Code, OWN_SCHEME, OWN_SCHEME_UID } from '../codes/index.ts';

/** FHIR's URIs of coding schemes. */
const SYSTEMS: Readonly<Record<string, string>> = {
  DCM: 'http://dicom.nema.org/resources/ontology/DCM',
  LN: 'http://loinc.org',
  SCT: 'http://snomed.info/sct',
  UCUM: 'http://unitsofmeasure.org',
  [OWN_SCHEME]: `urn:oid:${OWN_SCHEME_UID}`,
};

/** Tests check that every scheme used here has a URI. */
export const systemOf = ({ scheme }: Code): string => SYSTEMS[scheme]!;

export const coding = (code: Code): Coding => ({ system: systemOf(code), code: code.value, display: code.meaning });

/** @param text more specific than the code */
export const concept = (code: Code, text = code.meaning): CodeableConcept => ({ coding: [coding(code)], text });

/** A DICOM UID as an identifier's value. */
export const uidIdentifier = (uid: string) => ({ system: 'urn:dicom:uid', value: `urn:oid:${uid}` });
