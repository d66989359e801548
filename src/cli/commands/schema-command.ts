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
          describe: 'plugin files to include in the schema; their code runs',
        })
        .example('$0 schema > pipeline.schema.json', 'write the schema named in the first line of pipeline files')
        .example('$0 schema my-operator.ts > pipeline.schema.json', 'include your own plugins'),
    async ({ files }) => {
      const { schemaText } = await import('../terminal/schema-text.ts');
      process.stdout.write(await schemaText(files));
    },
  );
