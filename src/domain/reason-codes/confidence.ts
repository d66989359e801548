import { check, noRun, type ReasonCodes } from './reason-code.ts';

/** Codes of grades that a reader should review, from `assess-confidence`. */
export const CONFIDENCE_CODES: ReasonCodes = {
  CALIBRATION_INVALID: noRun(
    'the file given as `calibration` is not a calibration of this version',
    'use the calibration.json written by `evaluate`, or fit it again',
  ),
  CALIBRATION_OF_OTHER_MODELS: noRun(
    'the calibration was fitted with other weights than those of this run',
    'evaluate this pipeline out of fold and use its calibration.json',
  ),
  CONFIDENCE_LOW: check(
    'the confidence of the grade is below the limit of the run (`refer`)',
    'have a reader grade the location',
  ),
  NETWORKS_DISAGREE: check(
    'a location is referred, and the most probable severity of one network differs from that of their mean',
    'have a reader grade the location',
  ),
  NOTHING_SEEN: check(
    'a grade rests on no pixels; if grades are referred, this one always is',
    'have a reader grade the location; the other reasons state what is missing',
  ),
};
