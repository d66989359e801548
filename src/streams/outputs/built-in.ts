// Written by `npm run generate` from the files of this folder.
import type { OutputInfo } from '../../core/define-output.ts';
import { confidence } from './confidence.ts';
import { coordinates } from './coordinates.ts';
import { featureDistances } from './feature-distances.ts';
import { imageStatistics } from './image-statistics.ts';
import { dicomSc } from './interop/dicom-sc.ts';
import { dicomSr } from './interop/dicom-sr.ts';
import { fhir } from './interop/fhir.ts';
import { logits } from './logits.ts';
import { npy } from './npy.ts';
import { report } from './report/report.ts';
import { stow } from './stow.ts';
import { submission } from './submission.ts';

/**
 * The built-in outputs; `spinestream outputs` lists them.
 *
 * @example
 * import { BUILT_IN_OUTPUTS } from 'spinestream';
 *
 * BUILT_IN_OUTPUTS.find(({ name }) => name === 'submission')?.columns; // ['row_id', 'normal_mild', 'moderate', 'severe']
 */
export const BUILT_IN_OUTPUTS: readonly OutputInfo[] = [
  confidence,
  coordinates,
  featureDistances,
  imageStatistics,
  dicomSc,
  dicomSr,
  fhir,
  logits,
  npy,
  report,
  stow,
  submission,
];
