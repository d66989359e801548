import { join } from 'node:path';
import { checkedInput, inCommon } from '../../src/evaluation/inputs/checked-input.ts';
import { openInput } from '../../src/evaluation/inputs/evaluation-input.ts';
import { labelledStudies } from '../../src/evaluation/inputs/read-labels.ts';
import { bootstrap, type Estimate } from '../../src/evaluation/metrics/bootstrap.ts';
import { severityFrequencies } from '../../src/evaluation/metrics/frequencies.ts';
import type { GradedStudy } from '../../src/evaluation/metrics/graded-study.ts';
import { type StudyLosses, scoreOfLosses, studyLosses } from '../../src/evaluation/metrics/study-losses.ts';

/** Performance of a method on studies that its networks have not seen. */
export interface Comparison {
  readonly studies: number;
  readonly score: Estimate | undefined;
  /** Ratio of the method's score to that of predicting the label frequencies of the other studies. */
  readonly ofFrequencies: Estimate | undefined;
  /** Score minus the baseline's on the same studies, resampled together: below 0 is better. */
  readonly difference: Estimate | undefined;
}

const lossesOf = (studies: readonly GradedStudy[]): readonly StudyLosses[] =>
  studies.map((study) => studyLosses(study, 'left-out'));

const both = <T>(a: number | undefined, b: number | undefined, of: (a: number, b: number) => T): T | undefined =>
  a === undefined || b === undefined ? undefined : of(a, b);

/** Grades of a run, checked to be out of fold. */
const gradesOf = async (run: string, data: string): Promise<readonly GradedStudy[]> => {
  const labelsFile = join(data, 'train.csv');
  const truth = { labels: await labelledStudies(labelsFile), labelsFile };
  const { grades = [] } = await checkedInput(await openInput(run), truth);
  return grades;
};

/** Each study, predicted by the frequencies of all others. */
const frequenciesOf = (studies: readonly GradedStudy[]): readonly GradedStudy[] =>
  studies.map((study) => ({
    ...study,
    probabilities: severityFrequencies(
      studies.filter((other) => other !== study),
      'frequencies',
    ),
  }));

/** Compares runs with the baseline's; draws whole studies 2000 times, the same for all metrics. */
export const compare = async (runs: { run: string; baseline: string; data: string }): Promise<Comparison> => {
  const grades = [await gradesOf(runs.run, runs.data), await gradesOf(runs.baseline, runs.data)];
  const [mine = [], base = []] = inCommon(grades, [runs.run, runs.baseline]);
  const [own, theirs, blind] = [lossesOf(mine), lossesOf(base), lossesOf(frequenciesOf(mine))];
  const estimates = bootstrap(
    mine.length,
    (times) => {
      const { score } = scoreOfLosses(own, times);
      return {
        score,
        ofFrequencies: both(score, scoreOfLosses(blind, times).score, (a, b) => a / b),
        difference: both(score, scoreOfLosses(theirs, times).score, (a, b) => a - b),
      };
    },
    { resamples: 2000, seed: 42 },
  );
  const { score, ofFrequencies, difference } = estimates;
  return { studies: mine.length, score, ofFrequencies, difference };
};
