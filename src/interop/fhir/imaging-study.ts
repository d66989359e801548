import type { Identifier, ImagingStudy, ImagingStudySeries } from 'fhir/r4.js';
import { DCM, SCT } from '../codes/index.ts';
import type { UsedSeries } from '../study-result.ts';
import { coding, uidIdentifier } from './concepts.ts';
import type { FhirContext } from './context.ts';

const seriesOf = ({ seriesUid, images }: UsedSeries): ImagingStudySeries => {
  const instances = new Map(images.map(({ sopInstanceUid, sopClassUid }) => [sopInstanceUid, sopClassUid]));
  return {
    uid: seriesUid,
    modality: coding(DCM.mr),
    bodySite: coding(SCT.lumbarSpine),
    numberOfInstances: instances.size,
    instance: [...instances].map(([uid, sopClass]) => ({
      uid,
      sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${sopClass}` },
    })),
  };
};

/** The accession number, by its code in HL7's identifier types. */
const accession = (value: string): Identifier => ({
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] },
  value,
});

/** The study, with the series and instances used. */
export const imagingStudy = ({ result, subject, effective, id }: FhirContext): ImagingStudy => {
  const { source, series } = result;
  const [number] = source.values.get('AccessionNumber') ?? [];
  const used = series.filter(({ images }) => images.length > 0).map(seriesOf);
  return {
    resourceType: 'ImagingStudy',
    id: id('study'),
    identifier: [uidIdentifier(source.studyUid), ...(number === undefined ? [] : [accession(number)])],
    status: 'available',
    modality: [coding(DCM.mr)],
    subject,
    ...(effective === undefined ? {} : { started: effective }),
    ...(used.length === 0 ? {} : { series: used }),
  };
};
