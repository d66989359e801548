import { concatMap, map, type Observable, type OperatorFunction, of, tap } from 'rxjs';
import type { OperatorEnv } from '../operators/operator-env.ts';
import { type StudyState, withoutEntries } from '../operators/study-state.ts';
import type { Pipeline, Step } from './pipeline.ts';

/** Told of every operator that finished a study. */
export type OnStep = (operator: string, step: number, ms: number) => void;

export interface CompileOptions {
  readonly now: () => number;
  readonly onStep?: OnStep;
}

/**
 * A checked pipeline as one RxJS operator. Entries leave a study after their last reader, so that pixels do not outlive their use.
 * Operators are started once; the result may be applied to any number of studies.
 */
export const compile = (
  pipeline: Pipeline,
  env: OperatorEnv,
  options: CompileOptions,
): OperatorFunction<StudyState, StudyState> => {
  const steps = pipeline.steps.map((step, index) => timed(step, index, env, options));
  return (source) => steps.reduce((flow: Observable<StudyState>, step) => flow.pipe(step), source);
};

const timed = (
  { operator, dropsAfter }: Step,
  index: number,
  env: OperatorEnv,
  { now, onStep }: CompileOptions,
): OperatorFunction<StudyState, StudyState> => {
  const work = operator.start(env);
  return concatMap((state) => {
    const startMs = now();
    return of(state).pipe(
      work,
      tap(() => onStep?.(operator.name, index, now() - startMs)),
      map((after) => withoutEntries(after, dropsAfter)),
    );
  });
};
