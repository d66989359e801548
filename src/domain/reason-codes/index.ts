import { CONFIDENCE_CODES } from './confidence.ts';
import { FILE_CODES } from './files.ts';
import { RANKING_CODES } from './ranking.ts';
import type { ReasonCodes } from './reason-code.ts';
import { SERIES_CODES } from './series.ts';
import { SERVER_CODES } from './servers.ts';
import { SLICE_CODES } from './slices.ts';
import { STUDY_CODES } from './studies.ts';

export type { Effect, ReasonCode } from './reason-code.ts';

/** All reason codes of studies and grades. */
export const REASON_CODES: Readonly<
  Record<'Studies' | 'Series' | 'Slices and keypoints' | 'Files' | 'Servers' | 'Ranking' | 'Confidence', ReasonCodes>
> = {
  Studies: STUDY_CODES,
  Series: SERIES_CODES,
  'Slices and keypoints': SLICE_CODES,
  Files: FILE_CODES,
  Servers: SERVER_CODES,
  Ranking: RANKING_CODES,
  Confidence: CONFIDENCE_CODES,
};
