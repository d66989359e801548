import {
  catchError,
  concatMap,
  defer,
  from,
  map,
  type ObservableInput,
  type OperatorFunction,
  of,
  throwError,
} from 'rxjs';
import type { z } from 'zod';
import { asSpineError } from '../domain/spine-error.ts';
import type { EntryName } from './entries.ts';
import type { OperatorEnv } from './operator-env.ts';
import { type Additions, type StudyState, withAdditions } from './study-state.ts';

/** What the work of an operator may give back for a study; an Observable may emit once. */
export type Result = Additions | ObservableInput<Additions>;

/**
 * Everything about an operator, said once. The pipeline file's schema, the wiring check, `spinestream operators`,
 * the docs and the progress display are derived from it.
 */
export interface OperatorSpec<S extends z.ZodType> {
  /** Kebab-case, as pipeline files write it. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly description?: string;
  readonly options: S;
  readonly reads: (options: z.output<S>) => readonly EntryName[];
  readonly writes: (options: z.output<S>) => readonly EntryName[];
  /** Names of the models that it will ask `env.models` for. */
  readonly models?: (options: z.output<S>) => readonly string[];
  /** Called once a run; the function that it returns, once a study. It changes nothing that it is given. */
  readonly apply: (options: z.output<S>, env: OperatorEnv) => (state: StudyState) => Result;
}

/** An operator with its options checked: what it touches, and how to start it. */
export interface BoundOperator {
  readonly name: string;
  readonly reads: readonly EntryName[];
  readonly writes: readonly EntryName[];
  readonly models: readonly string[];
  readonly start: (env: OperatorEnv) => OperatorFunction<StudyState, StudyState>;
}

/** An operator as registries and listings see it, whatever its options. */
export interface OperatorInfo {
  readonly name: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly options: z.ZodType;
  /** @throws zod's error, when the options do not fit the schema */
  readonly bind: (options: unknown) => BoundOperator;
}

/** Call it with an environment and its options for something to put into `.pipe(...)`. */
export interface Operator<S extends z.ZodType = z.ZodType> {
  (env: OperatorEnv, options: z.input<S>): OperatorFunction<StudyState, StudyState>;
  readonly spec: OperatorInfo;
}

const started = <S extends z.ZodType>(spec: OperatorSpec<S>, options: z.output<S>, env: OperatorEnv) => {
  const work = spec.apply(options, env);
  return concatMap((state: StudyState) =>
    defer(() => {
      const result = work(state);
      return 'entries' in result ? of(result) : from(result);
    }).pipe(
      map((additions) => withAdditions(state, additions)),
      catchError((error) => throwError(() => asSpineError(error, { studyId: state.study.id, operator: spec.name }))),
    ),
  );
};

/** Declares an operator. An error that its work throws leaves with the study's id and the operator's name. */
export const defineOperator = <S extends z.ZodType>(spec: OperatorSpec<S>): Operator<S> => {
  const bind = (given: unknown): BoundOperator => {
    const options = spec.options.parse(given);
    return {
      name: spec.name,
      reads: spec.reads(options),
      writes: spec.writes(options),
      models: spec.models?.(options) ?? [],
      start: (env) => started(spec, options, env),
    };
  };
  const { name, summary, description, options } = spec;
  return Object.assign((env: OperatorEnv, given: z.input<S>) => bind(given).start(env), {
    spec: { name, summary, description, options, bind },
  });
};
