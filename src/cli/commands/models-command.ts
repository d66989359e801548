import type { Argv } from 'yargs';

export const modelsCommand = (cli: Argv) =>
  cli.command(
    'models [folder]',
    'list the networks there are, or show a run folder: network, folds, hashes, where it comes from',
    (yargs) =>
      yargs
        .positional('folder', { type: 'string', describe: 'a run folder' })
        .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
        .example('$0 models', 'every kind of model with every backbone, and what it costs')
        .example('$0 models models/coord_sagt2', 'what is in a run folder'),
    async ({ folder, json }) => {
      const { describeModels } = await import('../terminal/describe-models.ts');
      process.stdout.write(await describeModels({ folder, json }));
    },
  );
