import type { Pipeline, Step } from '../core/pipeline.ts';
import { measureImages } from '../operators/measure-images.ts';

export type StepsBefore = NonNullable<ReturnType<typeof stepsBefore>>;

const keepingAll = (step: Step): Step => ({ ...step, dropsAfter: [] });

/** Whether a step gives a model its input. Measuring images only reads the record of its training. */
const feeds = ({ operator }: Step, model: string): boolean =>
  operator.models.includes(model) && operator.name !== measureImages.spec.name;

/**
 * The part of a pipeline that feeds a model: the first step that does, and those before it whose entries it needs. Undefined if no step feeds the model.
 */
export const stepsBefore = ({ steps }: Pipeline, model: string) => {
  const at = steps.findIndex((step) => feeds(step, model));
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
