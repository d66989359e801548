import { firstValueFrom } from 'rxjs';
import type { Diagnostic } from '../../../config/diagnostic.ts';
import { compile, type StudyWork } from '../../../core/compile.ts';
import type { Step } from '../../../core/pipeline.ts';
import { addingAll, type StudyState, stateOf, withAdditions } from '../../../core/study-state.ts';
import { asSpineError, type SpineError } from '../../../domain/spine-error.ts';
import { coordinatesUnfit } from '../../data/errors.ts';
import { mapInOrder } from '../../data/in-order.ts';
import { ELSEWHERE, MISPLACED } from '../../data/labels/label-keypoints.ts';
import { addingLabels, addingRngStreams } from '../../data/training-entries.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { samplesAllBlank } from '../errors.ts';
import type { TrainingData } from '../open-data.ts';
import { STEPS_ENV } from '../steps-env.ts';
import { blankText, isAllBlank, NOTHING, type Survey, surveyed } from './survey.ts';
import { withoutPixels } from './without-pixels.ts';

/** Number of studies whose headers are read concurrently. */
const READERS = 4;
const NO_CLOCK = { now: () => 0 };

export interface Surveyed {
  readonly experiment: Experiment;
  readonly data: TrainingData;
}

/** Experiments with the same labels and first step, so that they share one read of each study's headers. */
interface Group {
  readonly data: TrainingData;
  readonly load: StudyWork;
  /** Different ways to generate samples, each for one or several experiments. */
  readonly ways: Map<string, { readonly work: StudyWork; readonly experiments: Experiment[]; survey: Survey }>;
}

/** The parts of the steps that samples depend on, except for pixels. */
const wayOf = ({ frame, architecture, steps }: Experiment): string =>
  JSON.stringify([
    steps.steps.map(({ operator }) => [operator.name, operator.reads, operator.writes]),
    optionsIn(frame.steps),
    frame.samples,
    architecture.config.kind,
  ]);

/** Resolutions affect pixels only. */
const optionsIn = (steps: readonly unknown[]): unknown =>
  JSON.parse(JSON.stringify(steps, (key, value: unknown) => (key === 'resolutionPx' ? undefined : value)));

const isLoading = (step: Step | undefined): boolean => step?.operator.name === 'load-series';

const grouped = (all: readonly Surveyed[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const { experiment, data } of all) {
    const { steps } = experiment.steps;
    const first = isLoading(steps[0]) ? 1 : 0;
    const part = (own: readonly Step[]) => compile({ ...experiment.steps, steps: own }, STEPS_ENV, NO_CLOCK);
    const key = JSON.stringify([experiment.frame.labels, experiment.frame.steps.slice(0, first)]);
    const group = groups.get(key) ?? { data, load: part(steps.slice(0, first)), ways: new Map() };
    groups.set(key, group);
    const way = wayOf(experiment);
    const known = group.ways.get(way);
    if (known === undefined) {
      const work = part(steps.slice(first).map(withoutPixels));
      group.ways.set(way, { work, experiments: [experiment], survey: NOTHING });
    } else known.experiments.push(experiment);
  }
  return [...groups.values()];
};

/**
 * Runs the experiments' steps on all studies, as far as possible without pixels, before the first training step.
 * Refuses coordinates outside their image and on missing slices, for all studies together, and counts missing sample
 * data.
 * @returns warnings
 * @throws LABEL_COORDINATE_OUTSIDE, LABEL_INSTANCE_UNKNOWN, LABEL_COORDINATES_UNFIT for several coordinates,
 * SAMPLES_ALL_BLANK
 */
export const checkSamples = async (all: readonly Surveyed[], signal?: AbortSignal): Promise<readonly Diagnostic[]> => {
  const diagnostics: Diagnostic[] = [];
  const ofImages = all.filter(({ experiment }) => experiment.frame.samples.logits === undefined);
  for (const group of grouped(ofImages)) {
    await survey(group, signal);
    if (signal?.aborted) return diagnostics;
    for (const { experiments, survey: found } of group.ways.values())
      for (const experiment of experiments) diagnostics.push(...diagnosticsOf(experiment, found));
  }
  return diagnostics;
};

const survey = async ({ data, load, ways }: Group, signal: AbortSignal | undefined): Promise<void> => {
  const context = signal && { signal };
  const outcomes = mapInOrder(
    data.studiesOf([...data.labels.keys()]),
    READERS,
    async (study): Promise<readonly SpineError[]> => {
      if (signal?.aborted) return [];
      const labels = data.labels.get(study.id)!;
      const given = addingAll(addingLabels(labels), addingRngStreams(undefined));
      const failed: SpineError[] = [];
      const taken = async (work: () => Promise<void>): Promise<void> =>
        work().catch((error: unknown) => void failed.push(asSpineError(error, { studyId: study.id })));
      await taken(async () => {
        const state = await firstValueFrom(load(withAdditions(stateOf(study), given), context));
        for (const way of ways.values())
          await taken(async () => {
            const end = await firstValueFrom(way.work(state, context));
            way.survey = surveyed(way.survey, way.experiments[0]!.plan.samplesOf(end), codesIn(end));
          });
      });
      return failed;
    },
  );
  const wrong = new Map<string, SpineError>();
  for await (const errors of outcomes)
    for (const error of errors) if (error.code.startsWith('LABEL_')) wrong.set(error.message, error);
  const [first, second] = wrong.values();
  if (second !== undefined) throw coordinatesUnfit([...wrong.values()]);
  if (first !== undefined) throw first;
};

const codesIn = ({ warnings }: StudyState): readonly string[] => warnings.map(({ code }) => code);

/** Combines warnings of steps into one with a count. */
const TOLD = [
  {
    code: ELSEWHERE,
    text: 'labelled points lie on a series of another kind and count as missing; label-keypoints: { otherKind: keep } uses them',
  },
  {
    code: MISPLACED,
    text: 'labelled points lie outside their image, or on a slice that is not there, and count as missing',
  },
] as const;

const diagnosticsOf = ({ name, file, at, frame }: Experiment, found: Survey): readonly Diagnostic[] => {
  const what = frame.samples.heatmaps === undefined ? 'regions' : 'stacks';
  if (isAllBlank(found)) throw samplesAllBlank(name, blankText(found, what) ?? '', { file });
  const diagnostic = (code: string, message: string): Diagnostic => ({
    ...{ severity: 'warning', code, file, ...at(['samples']) },
    message: `${name}: ${message}`,
  });
  const blank = blankText(found, what);
  return [
    ...(blank === undefined
      ? []
      : [diagnostic('SAMPLES_BLANK', `${blank}: no coordinate, series or slice; they are trained on all the same`)]),
    ...(found.unplaced === 0
      ? []
      : [
          diagnostic(
            'SAMPLES_UNPLACED',
            `${found.unplaced} of ${found.samples} samples have no labelled point, so that their heatmaps are zero`,
          ),
        ]),
    ...TOLD.flatMap(({ code, text }) => {
      const count = found.warnings.get(code) ?? 0;
      return count === 0 ? [] : [diagnostic(code, `${count} ${text}`)];
    }),
  ];
};
