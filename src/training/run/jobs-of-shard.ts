import { resolve } from 'node:path';
import type { Split } from '../../models/weights/splits.ts';
import type { Shard } from '../../run/shards/shard.ts';
import type { Experiment } from '../experiment/experiment.ts';

/** The parts of an experiment that determine the order of jobs. */
interface Chained {
  readonly name: string;
  readonly frame: { readonly model: Pick<Experiment['frame']['model'], 'start'> };
}

interface Planned {
  readonly experiment: Chained;
  readonly splits: readonly Split[];
}

/**
 * The folds that one of several processes trains: jobs are dealt out in turn, so that all processes have equally many.
 * A job that begins with weights trained in the same list goes to the process that trains those.
 * @param out  folder of run folders
 */
export const jobsOfShard = <P extends Planned>(
  plans: readonly P[],
  { index, count }: Shard,
  out: string,
): readonly P[] => {
  const unitOf = unitsOf(plans, out);
  const units = new Map<string, number>();
  const turnOf = (plan: P, { fold }: Split): number => {
    const unit = unitOf(plan, fold);
    const turn = units.get(unit) ?? units.size;
    units.set(unit, turn);
    return turn % count;
  };
  return plans
    .map((plan) => ({ ...plan, splits: plan.splits.filter((split) => turnOf(plan, split) === index) }))
    .filter(({ splits }) => splits.length > 0);
};

/** Work for one process: a fold of experiments that begin with each other's weights, or all folds if they share one. */
const unitsOf = <P extends Planned>(plans: readonly P[], out: string): ((plan: P, fold: number) => string) => {
  const byFolder = new Map(plans.map(({ experiment }) => [resolve(out, experiment.name), experiment]));
  const rootOf = (experiment: Chained, steps = 0): Chained => {
    const { start } = experiment.frame.model;
    const before = start && byFolder.get(resolve(start.from));
    return before === undefined || steps > plans.length ? experiment : rootOf(before, steps + 1);
  };
  const whole = new Set(
    plans
      .map(({ experiment }) => experiment)
      .filter((experiment) => experiment.frame.model.start?.fold !== undefined && rootOf(experiment) !== experiment)
      .map((experiment) => rootOf(experiment)),
  );
  return ({ experiment }, fold) => {
    const root = rootOf(experiment);
    return whole.has(root) ? root.name : `${root.name}/${fold}`;
  };
};
