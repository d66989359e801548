// Writes the files that follow from the code: run it after adding or changing a plugin, a codec, a loss, an augmentation, a metric, a kernel,
// a setting or a reason code.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { builtInLists } from './built-in-lists.ts';
import { compiledKernels } from './compile-kernels.ts';
import { withTables } from './doc-tables.ts';

const json = (schema: unknown): string => `${JSON.stringify(schema, undefined, 2)}\n`;
const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path(name), text);
    console.log(path(name));
  }
};

await write(await builtInLists()); // before they are imported
const [{ BUILT_IN }, { pipelineJsonSchema }, { experimentJsonSchema }] = await Promise.all([
  import('../src/config/built-in.ts'),
  import('../src/config/pipeline-schema.ts'),
  import('../src/training/experiment/experiment-json-schema.ts'),
]);
await write({
  'pipelines/pipeline.schema.json': json(pipelineJsonSchema(BUILT_IN)),
  'experiments/experiment.schema.json': json(experimentJsonSchema()),
  'docs/intake.md': withTables(await readFile(path('docs/intake.md'), 'utf8')),
  'docs/results-in-dicom.md': withTables(await readFile(path('docs/results-in-dicom.md'), 'utf8')),
  'docs/run.md': withTables(await readFile(path('docs/run.md'), 'utf8')),
  'src/imaging/kernels/kernels-wasm.ts': await compiledKernels(),
});
