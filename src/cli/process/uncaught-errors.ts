import { AsyncLocalStorage } from 'node:async_hooks';
import type { StepUnderWay, WithinStep } from '../../core/within-step.ts';

/**
 * Reports an error that no code catches, in a timer or in a promise that an operator left behind, with the step that
 * started it, as far as Node knows (not in `queueMicrotask` before Node 24). The process still exits: its state may be
 * corrupt, and a study that has already left its window with a result can no longer fail.
 */
export const uncaughtErrors = (
  tell: (error: unknown, step: StepUnderWay | undefined) => void,
): { readonly withinStep: WithinStep; readonly ignore: () => void } => {
  const steps = new AsyncLocalStorage<StepUnderWay | undefined>();
  const onUncaught = (error: unknown) => tell(error, steps.getStore());
  process.on('uncaughtExceptionMonitor', onUncaught);
  return {
    withinStep: (step, work) => steps.run(step, work),
    ignore: () => void process.off('uncaughtExceptionMonitor', onUncaught),
  };
};
