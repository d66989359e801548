import type { Argv } from 'yargs';

export const operatorsCommand = (cli: Argv) =>
  cli.command(
    'operators [name]',
    'list operators and outputs, or show one with its options',
    (yargs) =>
      yargs
        .positional('name', { type: 'string', describe: 'an operator or output' })
        .option('from', {
          type: 'string',
          array: true,
          default: [],
          describe: 'files of operators of your own, listed too; their code runs',
        })
        .option('json', { type: 'boolean', default: false, describe: 'as JSON, options as JSON schema' })
        .example('$0 operators', 'what there is')
        .example('$0 operators crop-rois', 'one of them, with its options, defaults and an example'),
    async ({ name, from, json }) => {
      const [{ describeOperators }, { loadPluginFile }] = await Promise.all([
        import('../terminal/describe-operators.ts'),
        import('../../config/user-files/load-plugins.ts'),
      ]);
      const files = await Promise.all(from.map((file) => loadPluginFile(file)));
      const own = files.flatMap(({ operators }) => operators);
      process.stdout.write(describeOperators({ name, json, own }));
    },
  );
