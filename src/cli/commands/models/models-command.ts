import type { Argv } from 'yargs';

export const modelsCommand = (cli: Argv) =>
  cli.command(
    'models [folder]',
    'list all networks, or show a run folder: network, folds, hashes, origin',
    (yargs) =>
      yargs
        .positional('folder', { type: 'string', describe: 'a run folder' })
        .option('json', { type: 'boolean', default: false, describe: 'print JSON' })
        .example('$0 models', 'list every kind of model with every backbone and its cost')
        .example('$0 models models/coord_sagt2', 'show a run folder'),
    async ({ folder, json }) => {
      const { describeModels } = await import('../../terminal/describe-models.ts');
      process.stdout.write(await describeModels({ folder, json }));
    },
  );
