import type { OutputInfo } from '../../core/define-output.ts';
import { confidence } from './confidence.ts';
import { coordinates } from './coordinates.ts';
import { dicomSc } from './interop/dicom-sc.ts';
import { dicomSr } from './interop/dicom-sr.ts';
import { fhir } from './interop/fhir.ts';
import { report } from './report/report-output.ts';
import { submission } from './submission.ts';

/** What a pipeline file may ask for. */
export const BUILT_IN_OUTPUTS: readonly OutputInfo[] = [
  submission,
  confidence,
  coordinates,
  report,
  dicomSr,
  dicomSc,
  fhir,
];
