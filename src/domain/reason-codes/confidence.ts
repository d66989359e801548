import type { ReasonCodes } from './reason-code.ts';

/** Codes of grades that a reader should review, from `assess-confidence`. */
export const CONFIDENCE_CODES = {
  CALIBRATION_INVALID: {
    effect: 'no run',
    meaning: 'the file given as `calibration` is not a calibration of this version',
    remedy: 'use the calibration.json written by `evaluate`, or fit it again',
  },
  CALIBRATION_OF_OTHER_MODELS: {
    effect: 'no run',
    meaning: 'the calibration was fitted with other weights than those of this run',
    remedy: 'evaluate this pipeline out of fold and use its calibration.json',
  },
  CONFIDENCE_LOW: {
    effect: 'check',
    meaning: 'the confidence of the grade is below the limit of the run (`refer`)',
    remedy: 'have a reader grade the location',
  },
  NETWORKS_DISAGREE: {
    effect: 'check',
    meaning: 'a location is referred, and the most probable severity of one network differs from that of their mean',
    remedy: 'have a reader grade the location',
  },
  NOTHING_SEEN: {
    effect: 'check',
    meaning: 'a grade rests on no pixels; if grades are referred, this one always is',
    remedy: 'have a reader grade the location; the other reasons state what is missing',
  },
} as const satisfies ReasonCodes;
