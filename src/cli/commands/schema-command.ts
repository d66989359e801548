import type { Argv } from 'yargs';

export const schemaCommand = (cli: Argv) =>
  cli.command(
    'schema [files..]',
    'print the JSON schema of pipeline files, for editors',
    (yargs) =>
      yargs
        .positional('files', {
          type: 'string',
          array: true,
          default: [],
          describe: 'files of operators of your own, to be part of the schema; their code runs',
        })
        .example('$0 schema > pipeline.schema.json', 'for the modeline of a pipeline file')
        .example('$0 schema my-operator.ts > pipeline.schema.json', 'with operators of your own'),
    async ({ files }) => {
      const { schemaText } = await import('../terminal/schema-text.ts');
      process.stdout.write(await schemaText(files));
    },
  );
