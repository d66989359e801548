import type { Pipeline, Step } from '../core/pipeline.ts';

export interface StepsBefore {
  /** The steps that prepare the input of a model, in order. */
  readonly before: readonly Step[];
  /** The first step that uses the model. */
  readonly target: Step;
}

const keepingAll = (step: Step): Step => ({ ...step, dropsAfter: [] });

/** The part of a pipeline that feeds a model: only steps whose entries it needs. Undefined if no step uses the model. */
export const stepsBefore = ({ steps }: Pipeline, model: string): StepsBefore | undefined => {
  const at = steps.findIndex(({ operator }) => operator.models.includes(model));
  const target = steps[at];
  if (target === undefined) return undefined;
  const needed = new Set<string>(target.operator.reads);
  const before: Step[] = [];
  for (const step of steps.slice(0, at).toReversed()) {
    if (!step.operator.writes.some((name) => needed.has(name))) continue;
    for (const name of step.operator.reads) needed.add(name);
    before.unshift(keepingAll(step));
  }
  return { before, target: keepingAll(target) };
};
