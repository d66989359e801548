import { codesOf, OWN_SCHEME } from './code.ts';

/** Concepts without a code in PS3.16. */
export const OWN = codesOf(OWN_SCHEME, {
  neuralForamen: ['NEURAL_FORAMEN', 'Neural foramen', 'finding site'],
  subarticularZone: ['SUBARTICULAR', 'Subarticular zone of the spinal canal', 'finding site'],
  spinalCanalStenosis: ['CANAL_STENOSIS', 'Spinal canal stenosis', 'observation (FHIR)'],
  leftForaminal: ['LEFT_FORAMINAL', 'Left neural foraminal narrowing', 'observation (FHIR)'],
  rightForaminal: ['RIGHT_FORAMINAL', 'Right neural foraminal narrowing', 'observation (FHIR)'],
  leftSubarticular: ['LEFT_SUBARTIC', 'Left subarticular stenosis', 'observation (FHIR)'],
  rightSubarticular: ['RIGHT_SUBARTIC', 'Right subarticular stenosis', 'observation (FHIR)'],
  normalMild: ['NORMAL_MILD', 'Normal or mild', 'severity'],
  probabilityNormalMild: ['P_NORMAL_MILD', 'Probability of normal or mild stenosis', 'measurement'],
  probabilityModerate: ['P_MODERATE', 'Probability of moderate stenosis', 'measurement'],
  probabilitySevere: ['P_SEVERE', 'Probability of severe stenosis', 'measurement'],
  seen: ['SEEN', 'How much of the location was seen', 'evaluation'],
  seenAll: ['SEEN_ALL', 'Seen', 'how much was seen'],
  seenSome: ['SEEN_SOME', 'Partly seen', 'how much was seen'],
  seenNone: ['SEEN_NONE', 'Not seen', 'how much was seen'],
  seenUnknown: ['SEEN_UNKNOWN', 'Not recorded', 'how much was seen'],
  trust: ['TRUST', 'Plausibility of the grade', 'evaluation'],
  doubtful: ['DOUBTFUL', 'Doubtful', 'plausibility'],
  reason: ['REASON', 'Reason', 'evaluation; its values are the reason codes of docs/intake.md'],
  notice: ['NOTICE', 'Notice about the study', 'of the report; its values are the reason codes of docs/intake.md'],
  researchUse: ['RESEARCH_USE', 'For research use only', 'tag (FHIR)'],
  keypoint: ['KEYPOINT', 'Keypoint in the patient', 'coordinates in mm'],
});
