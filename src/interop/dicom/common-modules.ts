import { OWN_SCHEME, OWN_SCHEME_UID } from '../codes/index.ts';
import { derivedUid, makerIdentity } from '../derived-uids.ts';
import type { StudyResult } from '../study-result.ts';
import type { Attributes } from './attributes.ts';

/** Disclaimer in every object, picture and report: not made or validated for clinical use. */
export const RESEARCH_ONLY = 'For research use only. Not for diagnosis or treatment.';

export const MANUFACTURER = 'spinestream';

/** The software with its pipeline and weights, as one device. */
export const deviceUid = (result: Pick<StudyResult, 'maker'>): string => derivedUid(`device\n${makerIdentity(result)}`);

/** Substitute for the required serial number, which software lacks: the start of the pipeline's identity. */
const SERIAL_DIGITS = 16;

/** Modules General Equipment and Enhanced General Equipment. */
export const equipment = (result: Pick<StudyResult, 'maker'>): Attributes => ({
  Manufacturer: MANUFACTURER,
  ManufacturerModelName: MANUFACTURER,
  DeviceSerialNumber: result.maker.pipelineSha256.slice(0, SERIAL_DIGITS),
  SoftwareVersions: result.maker.version,
  DeviceUID: deviceUid(result),
});

/** Definition of the private code designator (module SOP Common). */
export const ownScheme: Attributes = {
  CodingSchemeIdentificationSequence: [
    {
      CodingSchemeDesignator: OWN_SCHEME,
      CodingSchemeUID: OWN_SCHEME_UID,
      CodingSchemeName: 'Codes of spinestream',
      CodingSchemeResponsibleOrganization: 'spinestream',
    },
  ],
};
