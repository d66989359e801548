import type { Argv } from 'yargs';

export const schemaCommand = (cli: Argv) =>
  cli.command(
    'schema',
    'print the JSON schema of pipeline files, for editors',
    (yargs) => yargs.example('$0 schema > pipeline.schema.json', 'for the modeline of a pipeline file'),
    async () => {
      const [{ pipelineJsonSchema }, { BUILT_IN_OUTPUTS }, { BUILT_IN_OPERATORS, operatorRegistry }] =
        await Promise.all([
          import('../pipelines/editor-schema.ts'),
          import('../pipelines/outputs.ts'),
          import('../operators/registry.ts'),
        ]);
      const schema = pipelineJsonSchema(operatorRegistry(BUILT_IN_OPERATORS), BUILT_IN_OUTPUTS);
      process.stdout.write(`${JSON.stringify(schema, undefined, 2)}\n`);
    },
  );
