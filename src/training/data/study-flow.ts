import { firstValueFrom } from 'rxjs';
import { compile } from '../../core/compile.ts';
import type { OperatorEnv } from '../../core/operator-env.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { addingAll, stateOf, withAdditions } from '../../core/study-state.ts';
import type { StudyRef } from '../../domain/study.ts';
import type { StudyLabels } from './labels/study-labels.ts';
import type { SamplePlan, TrainSample } from './train-sample.ts';
import { addingLabels, addingRngStreams, type RngStreams } from './training-entries.ts';

export interface StudyGiven {
  readonly study: StudyRef;
  readonly labels: StudyLabels;
  /** Undefined in validation. */
  readonly rng: RngStreams | undefined;
}

/** Converts a study's results to samples. */
export type PrepareStudy = (given: StudyGiven) => Promise<readonly TrainSample[]>;

/**
 * Runs the steps of an experiment on one study with the compiler of inference; frees its pixels at the end.
 * @param signal  cancels the work in progress
 */
export const studyFlow = (steps: Pipeline, plan: SamplePlan, env: OperatorEnv, signal?: AbortSignal): PrepareStudy => {
  const flow = compile(steps, env, { now: () => 0 });
  return async ({ study, labels, rng }) => {
    const given = addingAll(addingLabels(labels), addingRngStreams(rng));
    return plan.samplesOf(await firstValueFrom(flow(withAdditions(stateOf(study), given), signal && { signal })));
  };
};
