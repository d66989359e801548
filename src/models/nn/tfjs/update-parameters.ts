import * as tf from '@tensorflow/tfjs-core';
import { clipFactor } from '../gradient/clip-factor.ts';
import { slotName } from '../gradient/program.ts';
import { type Procedure, shapeKey } from './recording/recorded.ts';
import { replayable } from './recording/replay.ts';
import { trainingOps } from './training-ops.ts';
import { plain, viewOf } from './view.ts';

/** An optimiser's update. */
export interface UpdatePlan {
  /** Recorded update by parameter shape. */
  readonly updates: ReadonlyMap<string, Procedure>;
  /** Slots of each parameter. */
  readonly slots: readonly string[];
  /** Names of the scalars of each step. */
  readonly scalars: readonly string[];
  readonly clipNorm: number | undefined;
}

export interface UpdateRequest {
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** The sum of squares of each gradient, [count]. */
  readonly squaredNorms: tf.Tensor;
  readonly scalars: Readonly<Record<string, number>>;
  /** Variable of a parameter or slot by name. */
  readonly variable: (name: string) => tf.Variable;
}

/** New values, kept, and the variables to assign them to. */
type Assignment = readonly [variable: tf.Variable, value: tf.Tensor];

/** Updates parameters and slots: all or, on failure, none, since all values are computed before any is assigned. */
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
