import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('out', { type: 'string', demandOption: true, describe: 'output folder of a run with a report' })
    .option('port', { type: 'number', default: 0, describe: 'port on 127.0.0.1; default: any free port' })
    .example('$0 view out', 'print the URL to open; stop with Ctrl-C');

export type ViewArguments = Given<typeof options>;

export const viewCommand = (cli: Argv) =>
  cli.command('view <out>', 'serve the report of a run on localhost', options, async ({ out, port }) => {
    const { viewFromCommandLine } = await import('../handlers/view-from-command-line.ts');
    await viewFromCommandLine({ out, port });
  });
