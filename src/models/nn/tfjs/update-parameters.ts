import * as tf from '@tensorflow/tfjs-core';
import { clipFactor } from '../gradient/clip-factor.ts';
import { slotName } from '../gradient/program.ts';
import { type Procedure, shapeKey } from './recording/recorded-training.ts';
import { replayable } from './recording/replay-training.ts';
import { trainingOps } from './training-ops.ts';
import { plain, viewOf } from './view.ts';

/** How parameters are changed. */
export interface UpdatePlan {
  /** What an optimiser does, by the shape of the parameter. */
  readonly updates: ReadonlyMap<string, Procedure>;
  /** What is remembered for each parameter. */
  readonly slots: readonly string[];
  /** Names of the numbers that each step gives. */
  readonly scalars: readonly string[];
  readonly clipNorm: number | undefined;
}

export interface UpdateRequest {
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** The sum of squares of each gradient, [count]. */
  readonly squaredNorms: tf.Tensor;
  readonly scalars: Readonly<Record<string, number>>;
  /** Of the parameter or slot of a name. */
  readonly variable: (name: string) => tf.Variable;
}

/** New values, kept, and where they go. */
type Assignment = readonly [variable: tf.Variable, value: tf.Tensor];

/** Changes parameters and slots: all of them, or none if something fails, since nothing is assigned before all is computed. */
export const updateParameters = (plan: UpdatePlan, request: UpdateRequest): void => {
  const { clipNorm, slots } = plan;
  const { gradients, variable } = request;
  const assignments: Assignment[] = [];
  try {
    tf.tidy(() => {
      const nn = trainingOps();
      const factor = clipNorm === undefined ? undefined : clipFactor(nn, viewOf(request.squaredNorms), clipNorm);
      const scalars = plan.scalars.map((name) => viewOf(tf.scalar(request.scalars[name]!)));
      for (const [name, gradient] of gradients)
        tf.tidy(() => {
          const shortened = factor === undefined ? gradient : tf.mul(gradient, plain(factor));
          const changed = [name, ...slots.map((slot) => slotName(slot, name))].map(variable);
          const [parameter, ...remembered] = changed.map((tensor) => viewOf(tensor));
          const given = [parameter!, viewOf(shortened), ...remembered, ...scalars];
          const results = replayable(plan.updates.get(shapeKey(gradient.shape))!)({ nn, given, batch: 1 });
          for (const [index, result] of results.entries())
            assignments.push([changed[index]!, tf.keep(tf.clone(plain(result)))]);
        });
    });
    for (const [target, value] of assignments) target.assign(value);
  } finally {
    tf.dispose(assignments.map(([, value]) => value));
  }
};
