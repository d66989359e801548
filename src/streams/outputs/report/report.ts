import { z } from 'zod';
import {
  defineOutput,
  type FailedOutcome,
  type OpenOutput,
  type Row,
  type RunFacts,
} from '../../../core/define-output.ts';
import { entryNames, entrySuffix } from '../../../core/entry-name.ts';
import { keypointOptions } from '../../../core/keypoint-options.ts';
import { entryOf, type StudyState } from '../../../core/study-state.ts';
import { namedFamilies } from '../../../domain/families.ts';
import type { LocationProbabilities } from '../../../domain/results.ts';
import { greatestIndex } from '../../../domain/statistics/greatest-index.ts';
import type { Warning } from '../../../domain/study.ts';
import { LOCATIONS, type Location, locationOf, MISSING_LABEL, SEVERITIES } from '../../../domain/vocabulary.ts';
import { type WarningCause, warningCauses } from '../../../domain/warning-cause.ts';
import { SEVERITY_WEIGHTS, weightedLogLoss } from '../../../evaluation/metrics/index.ts';
import {
  indexPage,
  isDoubtful,
  isSeen,
  NOT_SEEN,
  type ReportGrade,
  type ReportStudy,
  studyPage,
} from '../../../report/index.ts';
import { truthRows } from '../../truth-labels.ts';
import { gradedExample } from '../graded-example.ts';
import { indexStudies } from './report-index.ts';
import { type Named, type ReportNames, reportNames } from './report-names.ts';
import { gradesCsv, studiesCsv } from './report-tables.ts';
import { type ReportEntries, reportKeypoints, reportSeries, reportViews } from './report-views.ts';

const options = z.strictObject({
  probabilities: entrySuffix('the probabilities to show').optional(),
  confidence: entrySuffix('the confidence of these probabilities, to mark what a reader should look at').optional(),
  ...keypointOptions((family) => `the ${family} keypoints to show, with the selections of the same name`),
  heatmaps: z
    .boolean()
    .default(false)
    .describe('overlay the heatmaps that heatmap-keypoints keeps under the names of the keypoints'),
  truth: z
    .string()
    .default('')
    .describe('train.csv with the true severities, to be shown beside the grades; none if empty'),
  boxMm: z.number().positive().default(50).describe('side of the squares drawn about the keypoints'),
  withIdentifiers: z
    .boolean()
    .default(false)
    .describe('name studies and series by their folders, instead of by hashes and numbers'),
});
type Options = z.output<typeof options>;

const FOLDER = 'report';

export const report = defineOutput({
  name: 'report',
  summary:
    'One page per study with images, grades and their provenance, and an index; report.csv maps pages to studies.',
  columns: ['study_id', 'page', 'severe', 'log_loss', ...LOCATIONS, 'doubtful'],
  folder: FOLDER,
  options,
  example: gradedExample,
  reads: (o) => [
    'series',
    'slices',
    ...namedFamilies(o).flatMap(([, name]) => [`keypoints.${name}`, `selections.${name}`] as const),
    ...(o.heatmaps ? namedFamilies(o).map(([, name]) => `heatmaps.${name}` as const) : []),
    ...entryNames('probabilities', o.probabilities),
    ...entryNames('confidence', o.confidence),
  ],
  open: async (o, run) => opened(o, run, o.truth === '' ? new Map() : await truthOf(o.truth)),
});

type Truth = ReadonlyMap<string, ReadonlyMap<Location, number>>;

const truthOf = async (file: string): Promise<Truth> => {
  const studies = new Map<string, ReadonlyMap<Location, number>>();
  for await (const { studyId, labels } of truthRows(file)) studies.set(studyId, labels);
  return studies;
};

const opened = (o: Options, run: RunFacts, truth: Truth): OpenOutput => {
  const namesOf = (study: Named) => reportNames(study, { withIdentifiers: o.withIdentifiers, salt: run.nameSalt });
  const entries: ReportEntries = { families: o, heatmaps: o.heatmaps };
  return {
    ofStudy: async (outcome) => {
      const { study, state } = outcome;
      const names = namesOf({
        id: study.id,
        series: state === undefined ? (study.series ?? []) : entryOf(state, 'series'),
      });
      const content =
        state === undefined
          ? failedStudy(outcome, { names, run })
          : await gradedStudy({ state, entries, names, run, grades: gradesOf(state, o, truth.get(study.id)) });
      const path = `${FOLDER}/studies/${names.page}.html`;
      return {
        rows: [rowOf(study.id, path, content.grades)],
        files: [{ path, content: await studyPage(content, { boxMm: o.boxMm }) }],
      };
    },
    ofRun: async (records) => {
      const studies = await indexStudies(records, {
        name: report.name,
        folder: FOLDER,
        withIdentifiers: o.withIdentifiers,
      });
      return [
        { path: `${FOLDER}/studies.csv`, content: studiesCsv(studies) },
        { path: `${FOLDER}/index.html`, content: indexPage(studies, run) },
      ];
    },
  };
};

const gradesOf = (
  state: StudyState,
  { probabilities, confidence }: Options,
  truth: ReadonlyMap<Location, number> | undefined,
): readonly ReportGrade[] => {
  if (probabilities === undefined) return [];
  const assessed = new Map(
    (confidence === undefined ? [] : entryOf(state, `confidence.${confidence}`)).map((one) => [
      locationOf(one.condition, one.level),
      one,
    ]),
  );
  const labelled = (grade: LocationProbabilities): ReportGrade => {
    const location = locationOf(grade.condition, grade.level);
    const label = truth?.get(location) ?? MISSING_LABEL;
    return { ...grade, truth: label === MISSING_LABEL ? undefined : label, confidence: assessed.get(location) };
  };
  return entryOf(state, `probabilities.${probabilities}`).map(labelled);
};

interface Graded {
  readonly state: StudyState;
  readonly entries: ReportEntries;
  readonly names: ReportNames;
  readonly run: RunFacts;
  readonly grades: readonly ReportGrade[];
}

const gradedStudy = async ({ state, entries, names, run, grades }: Graded): Promise<ReportStudy> => {
  const views = await reportViews({ state, entries, names });
  return {
    label: names.study,
    views,
    grades,
    gradesCsv: grades.length === 0 ? undefined : gradesCsv(grades),
    warnings: warningsOf(state.warnings, names),
    series: await reportSeries({ state, entries, names }, views),
    keypoints: reportKeypoints(views),
    failure: undefined,
    run,
  };
};

const warningsOf = (warnings: readonly (Warning | WarningCause)[], names: ReportNames): ReportStudy['warnings'] =>
  warningCauses(warnings).map(({ seriesId, ...cause }) => ({
    ...cause,
    message: names.text(cause.message),
    sites: cause.sites.map(({ slice, ...site }) => ({ ...site, slice: slice && names.file(slice) })),
    seriesLabel: names.series(seriesId),
  }));

const failedStudy = (
  { study: { series = [] }, error: { code, reason, where }, warnings = [] }: FailedOutcome,
  { names, run }: { readonly names: ReportNames; readonly run: RunFacts },
): ReportStudy => ({
  label: names.study,
  views: [],
  grades: [],
  warnings: warningsOf(warnings, names),
  series: series.map(({ id, kind }) => ({
    label: names.series(id) ?? '',
    kind,
    files: undefined,
    uses: [],
    geometry: undefined,
    spacingBetweenSlicesMm: undefined,
  })),
  keypoints: [],
  failure: { code, reason: names.text(reason), where: names.where(where) },
  run,
});

/** Over the locations with a known truth, weighted as in the challenge. */
const lossOf = (grades: readonly ReportGrade[]): number | undefined => {
  const judged = grades.flatMap(({ probabilities, truth }) =>
    truth === undefined ? [] : [{ probabilities, label: truth, weight: SEVERITY_WEIGHTS[truth]! }],
  );
  return judged.length === 0 ? undefined : weightedLogLoss(judged);
};

const rowOf = (studyId: string, page: string, grades: readonly ReportGrade[]): Row => {
  const names = new Map(
    grades.map((grade) => [
      locationOf(grade.condition, grade.level),
      isSeen(grade) ? SEVERITIES[greatestIndex(grade.probabilities)] : NOT_SEEN,
    ]),
  );
  const seen = grades.filter(isSeen);
  const severe =
    seen.length === 0 ? undefined : Math.max(...seen.map(({ probabilities }) => probabilities.at(-1) ?? 0));
  const doubtful = grades.filter(isDoubtful).map(({ condition, level }) => locationOf(condition, level));
  return [
    studyId,
    page,
    severe,
    lossOf(grades),
    ...LOCATIONS.map((location) => names.get(location)),
    doubtful.join(' '),
  ];
};
