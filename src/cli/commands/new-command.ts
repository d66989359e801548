import type { Argv } from 'yargs';

export const newCommand = (cli: Argv) =>
  cli.command(
    'new <kind> <name>',
    'generate a working source, operator or output with its test',
    (yargs) =>
      yargs
        .positional('kind', { choices: ['source', 'operator', 'output'] as const, demandOption: true })
        .positional('name', { type: 'string', demandOption: true, describe: 'kebab-case, e.g. clip-percentiles' })
        .option('dir', { type: 'string', default: '.', describe: 'folder for the two files' })
        .example('$0 new operator clip-percentiles', 'writes clip-percentiles.ts and clip-percentiles.test.ts')
        .example('$0 new output worst-grades', 'generate an output'),
    async ({ kind, name, dir }) => {
      const { writeNewPlugin } = await import('../handlers/new-plugin/write-new-plugin.ts');
      process.stdout.write(await writeNewPlugin(kind, name, dir));
    },
  );
