import type { Bundle, DiagnosticReport, FhirResource } from 'fhir/r4.js';
import { locationOf } from '../../domain/vocabulary.ts';
import { LN, OWN } from '../codes/index.ts';
import { RESEARCH_ONLY } from '../dicom/common-modules.ts';
import { locationResults } from '../location-result.ts';
import type { StudyResult } from '../study-result.ts';
import { coding, concept } from './concepts.ts';
import { type FhirContext, fhirContext } from './context.ts';
import { device } from './device.ts';
import { imagingStudy } from './imaging-study.ts';
import { observation } from './observation.ts';

const RADIOLOGY = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] };

const conclusion = ({ failure }: StudyResult): string =>
  failure === undefined ? RESEARCH_ONLY : `${RESEARCH_ONLY} The study was not graded: ${failure.code}.`;

const report = ({ result, subject, effective, id, reference }: FhirContext): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  id: id('report'),
  status: 'preliminary',
  category: [RADIOLOGY],
  code: concept(LN.mri, 'MRI of the lumbar spine: degenerative stenosis'),
  subject,
  ...(effective === undefined ? {} : { effectiveDateTime: effective }),
  result: locationResults(result).map(({ condition, level }) => reference(locationOf(condition, level))),
  imagingStudy: [reference('study')],
  conclusion: conclusion(result),
});

/**
 * The result of a study as FHIR R4: a collection of a DiagnosticReport, an Observation for each of the 25 locations, the ImagingStudy and the Device.
 * Every resource is tagged as research only. Ids are derived from study, images, software, pipeline and weights.
 */
export const fhirBundle = (result: StudyResult): Bundle => {
  const context = fhirContext(result);
  const resources: readonly FhirResource[] = [
    report(context),
    ...locationResults(result).map((location) => observation(location, context)),
    imagingStudy(context),
    device(context),
  ];
  return {
    resourceType: 'Bundle',
    id: context.id('bundle'),
    type: 'collection',
    entry: resources.map((resource) => ({
      fullUrl: `urn:uuid:${resource.id}`,
      resource: { ...resource, meta: { tag: [coding(OWN.researchUse)] } },
    })),
  };
};
