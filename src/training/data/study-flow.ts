import { firstValueFrom } from 'rxjs';
import { compile } from '../../core/compile.ts';
import type { OperatorEnv } from '../../core/operator-env.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { addingAll, stateOf, withAdditions } from '../../core/study-state.ts';
import type { StudyRef } from '../../domain/study.ts';
import type { StudyLabels } from './study-labels.ts';
import type { SamplePlan, TrainSample } from './train-sample.ts';
import { addingChance, addingLabels, type Chance } from './training-entries.ts';

export interface StudyGiven {
  readonly study: StudyRef;
  readonly labels: StudyLabels;
  /** Undefined in validation. */
  readonly chance: Chance | undefined;
}

/** Makes the samples of a study. */
export type PrepareStudy = (given: StudyGiven) => Promise<readonly TrainSample[]>;

/**
 * The steps of an experiment, run on one study by the compiler that inference uses; its pixels go when this is done.
 * @param signal  cancels what is at work
 */
export const studyFlow = (steps: Pipeline, plan: SamplePlan, env: OperatorEnv, signal?: AbortSignal): PrepareStudy => {
  const flow = compile(steps, env, { now: () => 0 });
  return async ({ study, labels, chance }) => {
    const given = addingAll(addingLabels(labels), addingChance(chance));
    return plan.samplesOf(await firstValueFrom(flow(withAdditions(stateOf(study), given), signal && { signal })));
  };
};
