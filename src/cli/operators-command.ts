import type { CommandModule } from 'yargs';

interface Arguments {
  name?: string | undefined;
  json: boolean;
}

export const operatorsCommand: CommandModule<object, Arguments> = {
  command: 'operators [name]',
  describe: 'list operators and outputs, or show one with its options',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'an operator or output' })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON, options as JSON schema' })
      .example('$0 operators', 'what there is')
      .example('$0 operators crop-rois', 'one of them, with its options and defaults'),
  handler: async ({ name, json }) => {
    const { describeOperators } = await import('./describe-operators.ts');
    process.stdout.write(describeOperators({ name, json }));
  },
};
