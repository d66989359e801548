import type { Network } from '../../network.ts';
import { parameterTable } from '../../parameter-table.ts';
import { buildWith } from '../../shapes.ts';
import type { Recording, Step } from './recorded.ts';
import { type Emit, recordingOps } from './recording-ops.ts';

/** Records a network in evaluation mode. Requires no library and takes milliseconds. */
export const recordNetwork = (network: Network): Recording => {
  const steps: Step[] = [];
  const emit: Emit = (operation, operands, shape) => {
    steps.push({ operation, operands: operands.map(({ id }) => id) });
    return { id: steps.length - 1, shape };
  };
  const table = parameterTable(({ name, shape }) => emit({ op: 'parameter', name }, [], shape));
  const inputs = network.inputs.map(({ name, shape }) => emit({ op: 'input', name }, [], shape));
  const outputs = buildWith(network, recordingOps(emit, table.get), inputs);
  const used = new Set(steps.flatMap(({ operands }) => operands));
  return {
    name: network.name,
    steps,
    outputs: outputs.map(({ id }, index) => ({ name: network.outputNames[index]!, value: id })),
    parameters: table
      .specs()
      .filter((spec) => used.has(table.get(spec).id))
      .map(({ name, shape }) => ({ name, shape })),
  };
};
