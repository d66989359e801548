import type { ModelStats, RuntimeStats } from './runtime.ts';

const NOTHING: ModelStats = { runs: 0, runMs: 0, graphMs: 0, sessionMs: 0 };

const plus = (a: ModelStats, b: Partial<ModelStats>): ModelStats => ({
  runs: a.runs + (b.runs ?? 0),
  runMs: a.runMs + (b.runMs ?? 0),
  graphMs: a.graphMs + (b.graphMs ?? 0),
  sessionMs: a.sessionMs + (b.sessionMs ?? 0),
});

/** Sums the cost of models by name. */
export const runStatistics = () => {
  const models = new Map<string, ModelStats>();
  return {
    add: (name: string, cost: Partial<ModelStats>): void => {
      models.set(name, plus(models.get(name) ?? NOTHING, cost));
    },
    stats: (): RuntimeStats => ({ ...[...models.values()].reduce(plus, NOTHING), models: Object.fromEntries(models) }),
  };
};
