import type { Network } from '../network.ts';
import { graphAssembly } from './graph-assembly.ts';
import {
  type EvaluationProgram,
  gradientName,
  type PassProgram,
  type StepProgram,
  type UpdateProgram,
} from './program.ts';
import type { Loss } from './update-rule.ts';
import { type Gradient, type PassRequest, writeEvaluation, writePass } from './write-pass.ts';
import { type UpdateRequest, writeUpdate } from './write-update.ts';

const namesOf = (gradients: readonly Gradient[]): readonly string[] => gradients.map(({ name }) => name);

/** Forward, loss, backward, clipping and optimiser as one graph. */
export const stepProgramOf = (request: PassRequest & UpdateRequest): StepProgram => {
  const at = graphAssembly();
  const { loss, passes, gradients } = writePass(at, request);
  const squaredNorms = writeUpdate(at, gradients, request);
  const program = at.finish(`a step of ${request.network.name}`, [loss, squaredNorms]);
  return { ...program, loss: loss.name, squaredNorms: squaredNorms.name, passes, parameters: namesOf(gradients) };
};

/** Forward, loss and backward; gradients are added to those in the store. */
export const passProgramOf = (request: PassRequest): PassProgram => {
  const at = graphAssembly();
  const { loss, passes, gradients } = writePass(at, request);
  for (const { name, gradient } of gradients) {
    const sum = at.stored(gradientName(name), gradient.shape);
    at.write(gradientName(name), at.nn.add(sum, gradient));
  }
  const program = at.finish(`a pass of ${request.network.name}`, [loss]);
  return { ...program, loss: loss.name, passes, parameters: namesOf(gradients) };
};

/** Clips and applies the gradients in the store, then sets them to zero. */
export const updateProgramOf = (
  parameters: readonly { readonly name: string; readonly shape: readonly number[] }[],
  request: UpdateRequest,
): UpdateProgram => {
  const at = graphAssembly();
  const gradients = parameters.map(({ name, shape }) => ({
    name,
    parameter: at.stored(name, shape),
    gradient: at.stored(gradientName(name), shape),
  }));
  const squaredNorms = writeUpdate(at, gradients, request);
  const program = at.finish('an update', [squaredNorms]);
  return { ...program, squaredNorms: squaredNorms.name, parameters: namesOf(gradients) };
};

/** The network in evaluation mode, with weights from the store, and its loss. */
export const evaluationProgramOf = (request: { network: Network; loss: Loss; samples: number }): EvaluationProgram => {
  const at = graphAssembly();
  const { output, loss } = writeEvaluation(at, request);
  const program = at.finish(`an evaluation of ${request.network.name}`, [loss, output]);
  return { ...program, loss: loss.name, output: output.name };
};
