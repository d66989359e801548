import { createRng } from '../../domain/seeded-rng.ts';
import type { Condition } from '../../domain/vocabulary.ts';
import { type BootstrapOptions, bootstrap, type Estimate } from './bootstrap.ts';
import { type Calibration, calibration, confidenceCalibration } from './calibration.ts';
import { type Confusion, confusions } from './confusion.ts';
import { type MeasuredMetric, measured } from './declared/measured.ts';
import { type Discrimination, discriminations } from './discrimination.ts';
import { type FrequencyKind, severityFrequencies } from './frequencies.ts';
import { type GradedStudy, notGradedIn, scoreRows } from './graded-study.ts';
import { type LocationLoss, locationLosses } from './location-losses.ts';
import { nestedParts, throughParts } from './nested-parts.ts';
import { type MissingLabels, partialScore } from './score.ts';
import { type PartScores, SCORE_NAMES, type ScoreName, scoreOfLosses, studyLosses } from './study-losses.ts';
import { fittedTemperatures, type Temperatures, withTemperatures } from './temperature.ts';

export interface EvaluationOptions extends BootstrapOptions {
  readonly nestedFolds: number;
}

type Estimates<K extends string> = Readonly<Partial<Record<K, Estimate>>>;

/** The score with one convention for missing labels. A part without rows is absent, and then so is the score. */
type ScoreEstimates = Estimates<ScoreName>;

/** Both conventions for missing labels. */
export interface BothConventions<T> {
  readonly asNormal: T;
  readonly leftOut: T;
}

/** Predictions without images: how often each severity occurs at a location in other studies. */
export interface Baseline {
  readonly kind: FrequencyKind;
  readonly scores: BothConventions<PartScores>;
  /** The baseline's score minus the evaluated one, from the same resamples: above 0 is better. */
  readonly gain: BothConventions<Estimate | undefined>;
}

interface TemperatureScaling {
  /** Fitted to all studies, for use on others. */
  readonly temperatures: Temperatures;
  /** Fitted to all studies but one part; the results below grade that part with them. */
  readonly nested: readonly Temperatures[];
  readonly scores: BothConventions<PartScores>;
  readonly expectedCalibrationError: number | undefined;
}

export interface GradesEvaluation {
  readonly studies: number;
  /** Of the graded conditions. */
  readonly missingLabels: number;
  /** Conditions that the studies are not graded for. With any, there is no score, only the parts of the others. */
  readonly notGraded: readonly Condition[];
  /** Either none or all of the studies have a severe spinal level. */
  readonly anySevereDegenerate: boolean;
  readonly scores: BothConventions<ScoreEstimates>;
  readonly baselines: readonly Baseline[];
  /** The baseline is that of its weighted frequencies. */
  readonly locations: readonly (LocationLoss & { readonly baselineLogLoss: number | undefined })[];
  readonly confusions: readonly Confusion[];
  readonly discriminations: readonly Discrimination[];
  readonly calibration: Calibration;
  /** The declared metrics. */
  readonly metrics: readonly MeasuredMetric[];
  /** Undefined with fewer than two studies to fit and measure on. */
  readonly temperatureScaling: TemperatureScaling | undefined;
}

/** Labels of studies that were not graded; the baseline uses them. */
export type LabelledStudy = Pick<GradedStudy, 'studyId' | 'labels'>;

const both = <T>(of: (missing: MissingLabels) => T): BothConventions<T> => ({
  asNormal: of('as-normal'),
  leftOut: of('left-out'),
});

export const scoresOf = (studies: readonly GradedStudy[]): BothConventions<PartScores> =>
  both((missing) => scoreOfLosses(studies.map((study) => studyLosses(study, missing))));

const FREQUENCY_KINDS: readonly FrequencyKind[] = ['frequencies', 'weighted-frequencies'];

/** Predicts each study by the label frequencies outside its own part. */
const baselineGrades = (
  studies: readonly GradedStudy[],
  others: readonly LabelledStudy[],
  { kind, partOf }: { readonly kind: FrequencyKind; readonly partOf: readonly number[] },
): readonly GradedStudy[] =>
  throughParts(studies, partOf, {
    learn: (rest) => severityFrequencies([...others, ...rest], kind),
    apply: (study, probabilities) => ({
      ...study,
      probabilities: probabilities.map((row, index) => study.probabilities[index] && row),
    }),
  }).results;

type Statistic = ScoreName | FrequencyKind;

const gains = (score: number | undefined, scores: readonly (number | undefined)[]) =>
  scores.map((other) => (score === undefined || other === undefined ? undefined : other - score));

/** The scores and the gains over the baselines, from the same resamples. */
const estimates = (
  studies: readonly GradedStudy[],
  baselines: readonly (readonly GradedStudy[])[],
  missing: MissingLabels,
  options: BootstrapOptions,
): Estimates<Statistic> => {
  const own = studies.map((study) => studyLosses(study, missing));
  const theirs = baselines.map((grades) => grades.map((study) => studyLosses(study, missing)));
  const statistics = (times: ArrayLike<number>): Record<Statistic, number | undefined> => {
    const scores = scoreOfLosses(own, times);
    const [frequencies, weighted] = gains(
      scores.score,
      theirs.map((losses) => scoreOfLosses(losses, times).score),
    );
    return { ...scores, frequencies, 'weighted-frequencies': weighted };
  };
  return bootstrap(studies.length, statistics, options);
};

const scoresAmong = (all: Estimates<Statistic>): ScoreEstimates =>
  Object.fromEntries(SCORE_NAMES.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));

const temperatureScaling = (studies: readonly GradedStudy[], partOf: readonly number[]): TemperatureScaling => {
  const { fitted, results } = throughParts(studies, partOf, { learn: fittedTemperatures, apply: withTemperatures });
  return {
    temperatures: fittedTemperatures(studies),
    nested: fitted,
    scores: scoresOf(results),
    expectedCalibrationError: confidenceCalibration(results, 'all').expectedCalibrationError,
  };
};

/**
 * Returns scores with bootstrap intervals, baselines, confusion, discrimination and calibration of grades with a known
 * truth.
 * @param others   labelled studies that were not graded; baselines learn from them
 * @param options  seed, and numbers of bootstrap resamples and nested folds
 * @throws LABEL_UNKNOWN, PROBABILITIES_INVALID, SCORE_ROW_TWICE
 *
 * @example
 * import { evaluateGrades } from 'spinestream/evaluation';
 *
 * const study = (studyId: string, severity: number) => ({
 *   studyId,
 *   labels: Array.from({ length: 25 }, () => severity),
 *   probabilities: Array.from({ length: 25 }, () => [0.2, 0.3, 0.5] as const),
 * });
 * const { studies, scores } = evaluateGrades([study('1', 0), study('2', 2)], [], { seed: 1, resamples: 20, nestedFolds: 2 });
 * studies; // 2
 * scores.asNormal.spinal?.value.toFixed(3); // '0.876'
 */
export const evaluateGrades = (
  studies: readonly GradedStudy[],
  others: readonly LabelledStudy[],
  options: EvaluationOptions,
): GradesEvaluation => {
  const { anySevereDegenerate, missingLabels } = partialScore(scoreRows(studies));
  const partOf = nestedParts(studies.length, options.nestedFolds, createRng(options.seed));
  const baselines = FREQUENCY_KINDS.map((kind) => baselineGrades(studies, others, { kind, partOf }));
  const estimated = both((missing) => estimates(studies, baselines, missing, options));
  const baselineLosses = locationLosses(baselines[1]!);
  return {
    studies: studies.length,
    missingLabels,
    notGraded: notGradedIn(studies),
    anySevereDegenerate,
    scores: { asNormal: scoresAmong(estimated.asNormal), leftOut: scoresAmong(estimated.leftOut) },
    baselines: FREQUENCY_KINDS.map((kind, index) => ({
      kind,
      scores: scoresOf(baselines[index]!),
      gain: { asNormal: estimated.asNormal[kind], leftOut: estimated.leftOut[kind] },
    })),
    locations: locationLosses(studies).map((loss, index) => ({
      ...loss,
      baselineLogLoss: baselineLosses[index]!.logLoss,
    })),
    confusions: confusions(studies),
    discriminations: discriminations(studies),
    calibration: calibration(studies),
    metrics: measured(studies, options),
    temperatureScaling: studies.length < 2 ? undefined : temperatureScaling(studies, partOf),
  };
};
