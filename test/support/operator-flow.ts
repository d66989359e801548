import { firstValueFrom, type Observable, type OperatorFunction, of } from 'rxjs';
import type { OperatorEnv } from '../../src/core/operator-env.ts';
import { type Additions, type StudyState, stateOf, withAdditions } from '../../src/core/study-state.ts';
import { readBytes } from '../../src/dicom/index.ts';
import type { StudyRef } from '../../src/domain/study.ts';
import { listFiles } from '../../src/files/list-files.ts';
import type { ModelStore } from '../../src/models/model-store.ts';

/** A store that refuses every name: for flows in which no model may be asked for. */
export const NO_MODELS: ModelStore = { get: (name) => Promise.reject(new Error(`the test has no model "${name}"`)) };

/** The environment of a run over real files. */
export const fileEnv = (models: ModelStore = NO_MODELS): OperatorEnv => ({
  readBytes,
  listFiles,
  models,
});

type Step = OperatorFunction<StudyState, StudyState>;

/** The state after some operators, composed as a pipeline composes them. */
export const through = (state: StudyState, ...steps: readonly Step[]): Promise<StudyState> =>
  firstValueFrom(steps.reduce((flow: Observable<StudyState>, step) => flow.pipe(step), of(state)));

/** A study in front of an operator: with what operators before it would have added. */
export const stateWith = (study: StudyRef, ...additions: readonly Additions[]): StudyState =>
  additions.reduce(withAdditions, stateOf(study));
