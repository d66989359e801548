import type { Argv } from 'yargs';

export const viewCommand = (cli: Argv) =>
  cli.command(
    'view <out>',
    'show the report of a run in a browser on this machine',
    (yargs) =>
      yargs
        .positional('out', { type: 'string', demandOption: true, describe: 'the --out folder of a run with a report' })
        .option('port', { type: 'number', default: 0, describe: 'port on 127.0.0.1; a free one by default' })
        .example('$0 view out', 'prints an address to open; Ctrl-C ends it'),
    async ({ out, port }) => {
      const { viewFromCommandLine } = await import('../handlers/view-from-command-line.ts');
      await viewFromCommandLine({ out, port });
    },
  );
