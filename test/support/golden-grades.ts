import { expect } from 'chai';
import type { OperatorFunction } from 'rxjs';
import { entryOf, type StudyState } from '../../src/core/study-state.ts';
import { CONDITIONS, LEVELS, type Level, LOCATIONS, locationOf, type Side } from '../../src/domain/vocabulary.ts';
import { challengeScore } from '../../src/evaluation/metrics/index.ts';
import { ensembleAverage } from '../../src/operators/ensemble-average.ts';
import { conditionOf, type Family, goldenTable } from './golden-studies.ts';
import { goldenJson, goldenNpy, maxAbsDiff } from './goldens.ts';
import { fileEnv } from './operator-flow.ts';

const SPLIT = ['spinal', 'foraminal', 'subarticular'] as const;

/** The averages that the goldens store: of the split models, of the global one, of both. */
export const goldenAverages = (): readonly OperatorFunction<StudyState, StudyState>[] => [
  ensembleAverage(fileEnv(), { logits: [...SPLIT], as: 'mean-split' }),
  ensembleAverage(fileEnv(), { logits: ['global'], as: 'mean-global' }),
  ensembleAverage(fileEnv(), { logits: [...SPLIT, 'global'], as: 'mean-all' }),
];

interface GoldenRow {
  readonly study_id: string;
  readonly level: Level;
  readonly side: Side | null;
  readonly logits: readonly number[];
}
type Rows = Readonly<Record<`${Family | 'global'}_roi`, readonly GoldenRow[]>>;

interface GoldenScores {
  readonly study_order: readonly string[];
  readonly labels: readonly (readonly number[])[];
  readonly score_split: number;
  readonly score_global: number;
  readonly score_mean: number;
}

/** How far the results of some studies are from a folder of expected ones. */
export interface GradeDeviations {
  readonly logits: number;
  readonly means: number;
  readonly probabilities: number;
  readonly score: number;
}

type States = ReadonlyMap<string, StudyState>;

const logitsAt = (state: StudyState, model: string, location: string): readonly number[] =>
  entryOf(state, `logits.${model}`).find(({ condition, level }) => locationOf(condition, level) === location)?.logits ??
  [];

const splitDeviation = (states: States, rows: readonly GoldenRow[], family: Family): number =>
  Math.max(
    ...rows.map(({ study_id, level, side, logits }) => {
      const location = locationOf(conditionOf(family, side === null ? {} : { side }), level);
      return maxAbsDiff(logitsAt(states.get(study_id)!, family, location), logits);
    }),
  );

const globalDeviation = (states: States, rows: readonly GoldenRow[]): number =>
  Math.max(
    ...rows.flatMap(({ study_id, level, logits }) =>
      CONDITIONS.map((condition, index) => {
        const expected = [0, 1, 2].map((severity) => logits[severity * CONDITIONS.length + index]!);
        return maxAbsDiff(logitsAt(states.get(study_id)!, 'global', locationOf(condition, level)), expected);
      }),
    ),
  );

/** Against a stored [study, severity, location]. */
const meanDeviation = (states: States, entry: string, order: readonly string[], file: readonly string[]): number => {
  const { shape, data } = goldenNpy('studies', 'expected', ...file);
  expect(shape).to.deep.equal([order.length, 3, LOCATIONS.length]);
  const found = order.flatMap((id) =>
    [0, 1, 2].flatMap((severity) =>
      LOCATIONS.map((location) => logitsAt(states.get(id)!, entry, location)[severity] ?? Number.NaN),
    ),
  );
  return maxAbsDiff(found, data);
};

const probabilitiesOf = (state: StudyState, entry: string) =>
  entryOf(state, `probabilities.${entry}`).map(({ condition, level, probabilities }) => {
    const [normalMild = Number.NaN, moderate = Number.NaN, severe = Number.NaN] = probabilities;
    return {
      studyId: state.study.id,
      location: locationOf(condition, level),
      probabilities: [normalMild, moderate, severe] as const,
    };
  });

const scoreOf = (states: States, entry: string, { study_order, labels }: GoldenScores): number => {
  const rows = study_order.flatMap((id, index) =>
    probabilitiesOf(states.get(id)!, entry).map((row) => ({
      ...row,
      label: labels[index]?.[LOCATIONS.indexOf(row.location)] ?? Number.NaN,
    })),
  );
  return challengeScore(rows, { missing: 'as-normal' }).score;
};

const submissionDeviation = (states: States, folder: string): number => {
  const rows = goldenTable('studies', 'expected', folder, 'submission.csv');
  const found = new Map<string, readonly number[]>(
    [...states.values()].flatMap((state) =>
      probabilitiesOf(state, 'mean-all').map((row) => [`${row.studyId}_${row.location}`, row.probabilities] as const),
    ),
  );
  expect([...found.keys()]).to.have.members(rows.map(({ row_id }) => row_id));
  return Math.max(
    ...rows.map(({ row_id = '', normal_mild, moderate, severe }) =>
      maxAbsDiff(found.get(row_id) ?? [], [normal_mild, moderate, severe].map(Number)),
    ),
  );
};

/**
 * Logits of the four models, their averages, probabilities and scores against those of a folder.
 * The states hold `logits.spinal`, `.foraminal`, `.subarticular`, `.global`, and have passed `goldenAverages`.
 */
export const gradeDeviations = (states: States, folder: string): GradeDeviations => {
  const { rows } = goldenJson<{ rows: Rows }>('studies', 'expected', folder, 'logits.json');
  const scores = goldenJson<GoldenScores>('studies', 'expected', folder, 'combined.json');
  const compared = [...SPLIT, 'global'].map((family) => rows[`${family}_roi` as keyof Rows].length);
  expect(compared).to.deep.equal([1, 2, 2, 1].map((sides) => sides * LEVELS.length * states.size));
  return {
    logits: Math.max(
      ...SPLIT.map((family) => splitDeviation(states, rows[`${family}_roi`], family)),
      globalDeviation(states, rows.global_roi),
    ),
    means: Math.max(
      ...(['split', 'global', 'mean'] as const).map((name) =>
        meanDeviation(states, name === 'mean' ? 'mean-all' : `mean-${name}`, scores.study_order, [
          folder,
          `logits_${name}.npy`,
        ]),
      ),
    ),
    probabilities: submissionDeviation(states, folder),
    score: Math.max(
      Math.abs(scoreOf(states, 'mean-split', scores) - scores.score_split),
      Math.abs(scoreOf(states, 'mean-global', scores) - scores.score_global),
      Math.abs(scoreOf(states, 'mean-all', scores) - scores.score_mean),
    ),
  };
};
