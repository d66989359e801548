// Writes the files that follow from the code: run it after changing an operator, an output or a kernel.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BUILT_IN_OPERATORS, operatorRegistry } from '../src/operators/registry.ts';
import { BUILT_IN_OUTPUTS } from '../src/pipelines/outputs.ts';
import { pipelineJsonSchema } from '../src/pipelines/pipeline-schema.ts';
import { experimentJsonSchema } from '../src/training/experiment/experiment-json-schema.ts';
import { compiledKernels } from './compile-kernels.ts';

const json = (schema: unknown): string => `${JSON.stringify(schema, undefined, 2)}\n`;
const files = {
  'pipelines/pipeline.schema.json': json(pipelineJsonSchema(operatorRegistry(BUILT_IN_OPERATORS), BUILT_IN_OUTPUTS)),
  'experiments/experiment.schema.json': json(experimentJsonSchema()),
  'src/imaging/kernels/kernels-wasm.ts': await compiledKernels(),
};
for (const [name, text] of Object.entries(files)) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  await writeFile(path, text);
  console.log(path);
}
