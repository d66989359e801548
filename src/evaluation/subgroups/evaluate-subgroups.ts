import { CONDITIONS, LEVELS, titleOfLevel } from '../../domain/vocabulary.ts';
import type { AssessedStudy } from '../confidence/assessed-studies.ts';
import {
  conditionAt,
  type EvaluationOptions,
  type GroupedBy,
  levelAt,
  type SubgroupTable,
  sideAt,
  subgroupTable,
} from '../metrics/index.ts';
import { AGE_ORDER, type StudyFacts } from './study-facts.ts';

const SEEN_ORDER = ['all', 'some', 'none'];

const byLocation: readonly GroupedBy[] = [
  { name: 'condition', groupOf: (_, location) => conditionAt(location), order: CONDITIONS },
  { name: 'level', groupOf: (_, location) => titleOfLevel(levelAt(location)), order: LEVELS.map(titleOfLevel) },
  { name: 'side', groupOf: (_, location) => sideAt(location), order: ['central', 'left', 'right'] },
];

const bySeen = (studies: readonly AssessedStudy[]): GroupedBy => ({
  name: 'seen',
  groupOf: (study, location) => {
    const { seen } = studies[study]!.measures[location]!;
    return seen === 'unknown' ? undefined : seen;
  },
  order: SEEN_ORDER,
});

const ORDERS: Readonly<Record<string, readonly string[]>> = { series_missing: ['none'], age: AGE_ORDER };

const byFact = (name: string, facts: readonly StudyFacts[]): GroupedBy => ({
  name,
  groupOf: (study) => facts[study]![name],
  ...(ORDERS[name] && { order: ORDERS[name] }),
});

/** Evaluates grades in groups of locations and studies. Skips groupings without any known group. */
export const evaluateSubgroups = (
  studies: readonly AssessedStudy[],
  factsOf: ReadonlyMap<string, StudyFacts>,
  options: EvaluationOptions,
): readonly SubgroupTable[] => {
  const facts = studies.map(({ studyId }) => factsOf.get(studyId) ?? {});
  const names = new Set(facts.flatMap((one) => Object.keys(one)));
  const groupings = [...byLocation, bySeen(studies), ...[...names].map((name) => byFact(name, facts))];
  return groupings.map((by) => subgroupTable(studies, by, options)).filter(({ groups }) => groups.length > 0);
};
