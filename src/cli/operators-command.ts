import type { Argv } from 'yargs';

export const operatorsCommand = (cli: Argv) =>
  cli.command(
    'operators [name]',
    'list operators and outputs, or show one with its options',
    (yargs) =>
      yargs
        .positional('name', { type: 'string', describe: 'an operator or output' })
        .option('json', { type: 'boolean', default: false, describe: 'as JSON, options as JSON schema' })
        .example('$0 operators', 'what there is')
        .example('$0 operators crop-rois', 'one of them, with its options and defaults'),
    async ({ name, json }) => {
      const { describeOperators } = await import('./describe-operators.ts');
      process.stdout.write(describeOperators({ name, json }));
    },
  );
