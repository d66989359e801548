import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';

const options = (yargs: Argv) =>
  yargs
    .option('studies', { type: 'number', demandOption: true, describe: 'number of studies' })
    .option('out', { type: 'string', demandOption: true, describe: 'output folder; must be new or empty' })
    .option('seed', { type: 'number', default: 1, describe: 'random seed' })
    .option('quirks', {
      type: 'boolean',
      default: true,
      describe: 'include missing series, tilted blocks and irregular numbering (disable with --no-quirks)',
    })
    .option('difficulty', {
      type: 'string',
      default: 'easy',
      describe: 'easy, medium, hard or a number from 0 to 1: variation, artefacts, borders, reader error',
    })
    .example('$0 phantom --studies 20 --out phantoms --seed 7', 'generate twenty studies, the same every time');

export type PhantomArguments = Given<typeof options>;

export const phantomCommand = (cli: Argv) =>
  cli.command(
    'phantom',
    'generate synthetic studies with ground truth, in the layout of the challenge',
    options,
    async (given) => (await import('../handlers/phantom-from-command-line.ts')).phantomFromCommandLine(given),
  );
