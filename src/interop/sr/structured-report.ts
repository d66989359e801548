import { resultUid } from '../derived-uids.ts';
import { elementsOf } from '../dicom/attributes.ts';
import { equipment, ownScheme } from '../dicom/common-modules.ts';
import { contentTime } from '../dicom/content-time.ts';
import { type DicomObject, dicomObject } from '../dicom/dicom-object.ts';
import { locationResults } from '../location-result.ts';
import type { StudyResult } from '../study-result.ts';
import { evidence } from './evidence.ts';
import { measurementReport } from './measurement-report.ts';

export const COMPREHENSIVE_3D_SR = '1.2.840.10008.5.1.4.1.1.88.34';

const SERIES_NUMBER = '9901';

/** Completeness of the grades, and what is missing. */
const completion = (
  result: StudyResult,
): { readonly CompletionFlag: string; readonly CompletionFlagDescription?: string } => {
  const locations = locationResults(result);
  const absent = locations.filter(({ probabilities }) => probabilities === undefined).length;
  return absent === 0
    ? { CompletionFlag: 'COMPLETE' }
    : {
        CompletionFlag: 'PARTIAL',
        CompletionFlagDescription: `${absent} of ${locations.length} locations have no grade`,
      };
};

/** The result of a study as a structured report: Comprehensive 3D SR, TID 1500, in a series of its own. */
export const structuredReport = (result: StudyResult): DicomObject => {
  const { date, time } = contentTime(result);
  const own = elementsOf({
    SpecificCharacterSet: 'ISO_IR 192',
    Modality: 'SR',
    SeriesInstanceUID: resultUid(result, 'sr series'),
    SeriesNumber: SERIES_NUMBER,
    SeriesDescription: 'spinestream grades (for research use only)',
    ReferencedPerformedProcedureStepSequence: [],
    ...equipment(result),
    ...ownScheme,
    InstanceNumber: '1',
    ContentDate: date,
    ContentTime: time,
    ...completion(result),
    VerificationFlag: 'UNVERIFIED',
    PreliminaryFlag: 'PRELIMINARY',
    PerformedProcedureCodeSequence: [],
    ...evidence(result),
    ...measurementReport(result),
  });
  return dicomObject(COMPREHENSIVE_3D_SR, { ...result.source.elements, ...own });
};
