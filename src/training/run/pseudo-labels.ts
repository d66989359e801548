import { join } from 'node:path';
import type { Diagnostic } from '../../config/diagnostic.ts';
import { LOCATIONS } from '../../domain/vocabulary.ts';
import { checkUnseen } from '../../evaluation/inputs/check-unseen.ts';
import { readSubmission } from '../../evaluation/inputs/read-submission.ts';
import { readRunRecord } from '../../evaluation/inputs/run-record.ts';
import { trainingStudies } from '../../evaluation/inputs/training-studies.ts';
import type { Labels } from '../data/labels/study-labels.ts';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import { type Grade, IGNORED_LABEL, type Shares } from '../losses/class-targets.ts';
import { pseudoLabelsNone } from './errors.ts';

/** Combines a true label and a pseudo label into fractions that sum to 1, or to `weight` without a true one. */
export const mixedGrade = (grade: Grade, pseudo: Shares, weight: number): Shares => {
  const ownShare = (severity: number): number => {
    if (typeof grade !== 'number') return (1 - weight) * grade[severity]!;
    return grade !== IGNORED_LABEL && grade === severity ? 1 - weight : 0;
  };
  const [normal, moderate, severe] = pseudo;
  return [ownShare(0) + weight * normal, ownShare(1) + weight * moderate, ownShare(2) + weight * severe];
};

/**
 * Softens labels with a run whose networks had not seen the studies: a network that trained on a label only repeats it.
 * @throws EVALUATION_LEAKS, RUN_*, SUBMISSION_*, CSV_*, PSEUDO_LABELS_NONE
 */
export const softLabels = async (labels: Labels, { run, weight }: NonNullable<ExperimentFrame['labels']['pseudo']>) => {
  const file = join(run, 'submission.csv');
  const record = await readRunRecord(run);
  const predicted = await readSubmission(file);
  const shared = [...labels.keys()].filter((studyId) => predicted.has(studyId));
  if (shared.length === 0) throw pseudoLabelsNone({ file });
  await checkUnseen(record, shared);
  const soft = [...labels].map(([studyId, ofStudy]) => {
    const rows = predicted.get(studyId);
    const grades = { ...ofStudy.grades };
    for (const location of LOCATIONS) {
      const pseudo = rows?.get(location);
      if (pseudo !== undefined) grades[location] = mixedGrade(grades[location], pseudo, weight);
    }
    return [studyId, { ...ofStudy, grades }] as const;
  });
  const warning = (code: string, message: string): Diagnostic => ({
    ...{ severity: 'warning', code, file, line: 1, column: 1 },
    message: `labels.pseudo: ${message}`,
  });
  const trained = await trainingStudies(record);
  const haveLearned = [...labels.keys()].some((studyId) => trained.has(studyId));
  const without = labels.size - shared.length;
  const warnings = [
    ...(without > 0
      ? [warning('PSEUDO_LABELS_FEWER', `the run graded ${shared.length} of ${labels.size} studies`)]
      : []),
    ...(haveLearned
      ? [
          warning(
            'PSEUDO_LABELS_NESTED',
            'other folds of the networks that gave them have learned studies that are validated here, which flatters the validation a little; take networks of other data for a score without that',
          ),
        ]
      : []),
  ];
  return { labels: new Map(soft), warnings };
};
