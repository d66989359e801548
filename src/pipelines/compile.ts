import { concatMap, identity, map, type Observable, type OperatorFunction, of, tap, throwError, timeout } from 'rxjs';
import type { OperatorEnv } from '../operators/operator-env.ts';
import { type StudyState, withoutEntries } from '../operators/study-state.ts';
import { stepTimedOut, stepUnstarted } from './errors.ts';
import type { Pipeline, Step } from './pipeline.ts';
import { beganWithin, type WithinStep } from './within-step.ts';

/** Told of every operator that finished a study. */
export type OnStep = (operator: string, step: number, ms: number) => void;

export interface CompileOptions {
  readonly now: () => number;
  /** Told of every operator before it is given a study. */
  readonly onStepBegun?: (operator: string, studyId: string) => void;
  readonly onStep?: OnStep;
  /** Runs every step, and what follows it. */
  readonly withinStep?: WithinStep;
  /** Told of a study after each step, before entries leave it. */
  readonly onState?: (state: StudyState) => void;
  /** A step that takes longer with a study has failed. */
  readonly stepTimeoutMs?: number;
}

/**
 * A checked pipeline as one RxJS operator. Entries leave a study after their last reader, so that pixels do not outlive their use.
 * Operators are started once; the result may be applied to any number of studies.
 * @throws STEP_UNSTARTED
 */
export const compile = (
  pipeline: Pipeline,
  env: OperatorEnv,
  options: CompileOptions,
): OperatorFunction<StudyState, StudyState> => {
  const steps = pipeline.steps.map((step, index) => watched(step, index, env, options));
  return (source) => steps.reduce((flow: Observable<StudyState>, step) => flow.pipe(step), source);
};

const watched = (
  { operator, dropsAfter }: Step,
  index: number,
  env: OperatorEnv,
  { now, onStepBegun, onStep, withinStep, onState, stepTimeoutMs }: CompileOptions,
): OperatorFunction<StudyState, StudyState> => {
  const work = started(operator, env);
  const bounded = stepTimeoutMs === undefined ? identity : failingAfter(operator.name, stepTimeoutMs);
  return concatMap((state) => {
    const startMs = now();
    const studyId = state.study.id;
    onStepBegun?.(operator.name, studyId);
    const given = of(state).pipe(work);
    return (withinStep ? beganWithin(withinStep, { operator: operator.name, studyId }, given) : given).pipe(
      bounded,
      tap((after) => {
        onStep?.(operator.name, index, now() - startMs);
        onState?.(after);
      }),
      map((after) => withoutEntries(after, dropsAfter)),
    );
  });
};

/** @throws STEP_UNSTARTED */
const started = (operator: Step['operator'], env: OperatorEnv): OperatorFunction<StudyState, StudyState> => {
  try {
    return operator.start(env);
  } catch (cause) {
    throw stepUnstarted(operator.name, cause);
  }
};

const failingAfter = (operator: string, ms: number): OperatorFunction<StudyState, StudyState> =>
  timeout({ first: ms, with: () => throwError(() => stepTimedOut(operator, ms)) });
