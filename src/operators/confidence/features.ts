import type { ConfidenceMeasures } from '../../domain/confidence.ts';
import type { Condition } from '../../domain/vocabulary.ts';

/** Features of a calibration, in the order of `featuresOf`. */
export const FEATURES = [
  'log_odds',
  'margin',
  'entropy',
  'fold_disagreement',
  'network_disagreement',
  'peak',
  'spread',
  'partly_seen',
  'doubtful',
  'foraminal',
  'subarticular',
  'moderate',
  'severe',
  'log_odds_foraminal',
  'log_odds_subarticular',
  'log_odds_moderate',
  'log_odds_severe',
] as const;
export type Feature = (typeof FEATURES)[number];

export interface Assessed {
  readonly condition: Condition;
  readonly probabilities: readonly number[];
  readonly measures: ConfidenceMeasures;
}

/** Upper limit of a probability; more certainty adds nothing. */
const MOST_CERTAIN = 1 - 1e-6;

const logOddsOf = (probability: number): number => {
  const p = Math.min(probability, MOST_CERTAIN);
  return Math.log(p / (1 - p));
};

/** Features from which a calibration predicts whether a grade is right; undefined if a measure is unknown. */
export const featuresOf = ({
  condition,
  probabilities,
  measures,
}: Assessed): Readonly<Record<Feature, number | undefined>> => {
  const greatest = Math.max(...probabilities);
  const predicted = probabilities.indexOf(greatest);
  const logOdds = logOddsOf(greatest);
  const kinds = {
    foraminal: Number(condition.includes('foraminal')),
    subarticular: Number(condition.includes('subarticular')),
    moderate: Number(predicted === 1),
    severe: Number(predicted === 2),
  };
  return {
    log_odds: logOdds,
    margin: measures.margin,
    entropy: measures.entropy,
    fold_disagreement: measures.foldDisagreement,
    network_disagreement: measures.networkDisagreement,
    peak: measures.peak,
    spread: measures.spread,
    partly_seen: Number(measures.seen === 'some'),
    doubtful: Number(measures.doubtful),
    ...kinds,
    log_odds_foraminal: logOdds * kinds.foraminal,
    log_odds_subarticular: logOdds * kinds.subarticular,
    log_odds_moderate: logOdds * kinds.moderate,
    log_odds_severe: logOdds * kinds.severe,
  };
};
