import { concatMap, map, type Observable, of, tap } from 'rxjs';
import { SpineError } from '../domain/spine-error.ts';
import { type AbandonedStep, boundedStep } from './bounded-step.ts';
import { withOwnSignal } from './cancellable.ts';
import { stepUnstarted } from './errors.ts';
import type { OperatorEnv, StudyContext } from './operator-env.ts';
import type { Pipeline, Step } from './pipeline.ts';
import { onlyEntries, type StudyState, withAdditions, withoutEntries } from './study-state.ts';
import { beganWithin, type WithinStep } from './within-step.ts';

/** Called after an operator finished a study. */
export type OnStep = (operator: string, step: number, ms: number, studyId: string) => void;

/** Called before an operator gets a study. */
export type OnStepBegun = (operator: string, studyId: string, step: number) => void;

/** The clock, time-outs and listeners of a compiled pipeline; times in ms. */
export interface CompileOptions {
  readonly now: () => number;
  readonly onStepBegun?: OnStepBegun | undefined;
  readonly onStep?: OnStep | undefined;
  /** Wraps every step and its downstream. */
  readonly withinStep?: WithinStep | undefined;
  /** Called with a study after each step, before unused entries are dropped. */
  readonly onState?: ((state: StudyState) => void) | undefined;
  /** Time limit of a step per study; a step that exceeds it is cancelled, and the study fails. */
  readonly stepTimeoutMs?: number | undefined;
  /** Grace period after which a cancelled step is abandoned; default: `stepTimeoutMs`, at most a minute. */
  readonly graceMs?: number | undefined;
  readonly onAbandoned?: ((step: AbandonedStep) => void) | undefined;
}

/** Runs all steps of a pipeline on one study; a cancelled study fails with the reason of its signal. */
export type StudyWork = (state: StudyState, context?: Partial<StudyContext>) => Observable<StudyState>;

/**
 * Returns a checked pipeline as a function of a study. Entries leave a study after their last reader, so pixels are
 * freed early. Starts each operator once; the result may be applied to any number of studies, each with its own abort
 * signal.
 * @param pipeline  as `loadPipeline` returns it
 * @param env       files and models that operators may use
 * @param options   the clock, in ms, time-outs and listeners
 * @throws STEP_UNSTARTED if an operator cannot be started
 *
 * @example
 * import { lastValueFrom } from 'rxjs';
 * import { builtInContext, checkPipeline } from 'spinestream';
 * import { compile } from 'spinestream/operators';
 * import { exampleFiles, exampleModels, exampleState } from 'spinestream/testing';
 *
 * const text = 'steps: [load-series: {}, select-slices: { kind: Axial T2, slices: 3, as: axial }]';
 * const { pipeline } = checkPipeline(text, 'short.yaml', builtInContext({}));
 * const env = { ...exampleFiles(), models: exampleModels({}) };
 * const steps: string[] = [];
 * const work = compile(pipeline!, env, { now: () => performance.now(), onStep: (operator) => steps.push(operator) });
 * await lastValueFrom(work(exampleState()));
 * steps; // ['load-series', 'select-slices']
 */
export const compile = (pipeline: Pipeline, env: OperatorEnv, options: CompileOptions): StudyWork => {
  const steps = pipeline.steps.map((step, index) => watched(step, index, env, options));
  return (state, { signal } = {}) =>
    withOwnSignal(
      (own) =>
        steps.reduce(
          (flow: Observable<StudyState>, step) => flow.pipe(concatMap((before) => step(before, own))),
          of(state),
        ),
      signal,
    );
};

type StepWork = (state: StudyState, own: AbortController) => Observable<StudyState>;

const LONGEST_GRACE_MS = 60_000;

const watched = (
  { operator, dropsAfter }: Step,
  index: number,
  env: OperatorEnv,
  { now, onStepBegun, onStep, withinStep, onState, stepTimeoutMs, ...given }: CompileOptions,
): StepWork => {
  const work = started(operator, env);
  const graceMs = given.graceMs ?? Math.min(stepTimeoutMs ?? LONGEST_GRACE_MS, LONGEST_GRACE_MS);
  return (state, own) => {
    const startMs = now();
    const step = { operator: operator.name, studyId: state.study.id };
    onStepBegun?.(step.operator, step.studyId, index);
    const additions = work(onlyEntries(state, operator.reads), { signal: own.signal });
    const begun = withinStep ? beganWithin(withinStep, step, additions) : additions;
    return boundedStep(begun, { step, own, timeoutMs: stepTimeoutMs, graceMs, onAbandoned: given.onAbandoned }).pipe(
      map((added) => withAdditions(state, added)),
      tap((after) => {
        onStep?.(operator.name, index, now() - startMs, step.studyId);
        onState?.(after);
      }),
      map((after) => withoutEntries(after, dropsAfter)),
    );
  };
};

/** Whether "apply" gave something else than a function, and did not throw. */
const isOfResult = (cause: unknown): boolean => cause instanceof SpineError && cause.code === 'RESULT_UNEXPECTED';

/** @throws STEP_UNSTARTED, RESULT_UNEXPECTED */
const started = (operator: Step['operator'], env: OperatorEnv): ReturnType<Step['operator']['work']> => {
  try {
    return operator.work(env);
  } catch (cause) {
    throw isOfResult(cause) ? cause : stepUnstarted(operator.name, cause);
  }
};
