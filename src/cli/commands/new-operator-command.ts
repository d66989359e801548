import type { Argv } from 'yargs';

export const newOperatorCommand = (cli: Argv) =>
  cli.command(
    'new-operator <name>',
    'write a working operator of your own and its test, to begin with',
    (yargs) =>
      yargs
        .positional('name', { type: 'string', demandOption: true, describe: 'kebab-case, e.g. clip-percentiles' })
        .option('dir', { type: 'string', default: '.', describe: 'folder for the two files' })
        .example('$0 new-operator clip-percentiles', 'writes clip-percentiles.ts and clip-percentiles.test.ts'),
    async ({ name, dir }) => {
      const { writeNewOperator } = await import('../handlers/write-new-operator.ts');
      process.stdout.write(await writeNewOperator(name, dir));
    },
  );
