import { UNKNOWN_BASIS } from '../domain/basis.ts';
import type { LocationProbabilities } from '../domain/results.ts';
import type { ReportGrade } from './report-study.ts';

type Graded = Pick<LocationProbabilities, 'basis'>;

/** Text of a grade without seen pixels, in place of a severity. */
export const NOT_SEEN = 'not seen';

export const isSeen = ({ basis }: Graded): boolean => basis?.seen !== 'none';

export const isDoubtful = ({ basis }: Graded): boolean => basis?.doubtful ?? false;

/** `doubtful`, `partly seen`, both, or nothing for an unremarkable grade. */
export const remarkOf = ({ basis = UNKNOWN_BASIS }: Graded): string =>
  [basis.doubtful ? 'doubtful' : undefined, basis.seen === 'some' ? 'partly seen' : undefined]
    .filter((remark) => remark !== undefined)
    .join(', ');

const inWords = (codes: readonly string[]): string =>
  codes.map((code) => code.toLowerCase().replaceAll('_', ' ')).join(', ');

/** `keypoints implausible, series missing`. */
export const reasonsText = ({ basis = UNKNOWN_BASIS }: Graded): string => inWords(basis.reasons);

/** Text of a grade that a reader should review; a flag, which is visible at a glance and without colour. */
export const REFERRED = '⚑ refer to a reader';

type Assessed = Pick<ReportGrade, 'confidence'>;

export const isReferred = ({ confidence }: Assessed): boolean => confidence?.refer ?? false;

/** `63% likely right (not calibrated): confidence low`, or nothing if the confidence is unremarkable. */
export const confidenceText = ({ confidence }: Assessed): string => {
  if (confidence === undefined || !(confidence.refer || confidence.calibrated)) return '';
  const { probabilityRight, calibrated, refer, reasons } = confidence;
  const likely =
    probabilityRight === undefined
      ? []
      : [`${(100 * probabilityRight).toFixed(0)}% likely right${calibrated ? '' : ' (not calibrated)'}`];
  return [...likely, ...(refer ? [inWords(reasons)] : [])].join(': ');
};
