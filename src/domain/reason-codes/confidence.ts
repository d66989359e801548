import type { ReasonCodes } from './reason-code.ts';

/** Of grades that a reader should look at, as `assess-confidence` gives them. */
export const CONFIDENCE_CODES = {
  CALIBRATION_INVALID: {
    effect: 'no run',
    meaning: 'the file that `calibration` names is no calibration of this version',
    remedy: 'name the calibration.json that `evaluate` wrote, or fit it again',
  },
  CALIBRATION_OF_OTHER_MODELS: {
    effect: 'no run',
    meaning: 'the calibration was fitted on grades by other weights than those of this run',
    remedy: 'evaluate this pipeline out of fold and use the calibration.json of that',
  },
  CONFIDENCE_LOW: {
    effect: 'check',
    meaning: 'the grade is less likely to be right than the run asks for (refer)',
    remedy: 'have a reader grade the location',
  },
  NETWORKS_DISAGREE: {
    effect: 'check',
    meaning:
      'a location is referred, and one of the networks finds another severity most probable than their mean does',
    remedy: 'have a reader grade the location',
  },
  NOTHING_SEEN: {
    effect: 'check',
    meaning:
      'a grade rests on no pixel, so that nothing can be said of it; where grades are referred, this one always is',
    remedy: 'have a reader grade the location; the other reasons say what is missing',
  },
} as const satisfies ReasonCodes;
