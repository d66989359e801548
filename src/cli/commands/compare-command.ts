import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';
import { studiesOptions } from '../options/shared-options.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('a', { type: 'string', demandOption: true, describe: 'results folder of the first run' })
    .positional('b', { type: 'string', demandOption: true, describe: 'results folder of the second run' })
    .option('out', { type: 'string', demandOption: true, describe: 'folder for the pages' })
    .option('studies', {
      type: 'string',
      describe: 'folder of the studies, for distances of keypoints in mm; default: that of the first run',
    })
    .options(studiesOptions)
    .option('tolerance', {
      type: 'number',
      describe: 'largest difference between numbers that counts as equal [default: 1e-6]',
    })
    .option('with-identifiers', {
      type: 'boolean',
      default: false,
      describe: 'name studies by their folders on the pages',
    })
    .option('overwrite', { type: 'boolean', default: false, describe: 'replace an earlier comparison in --out' })
    .example('$0 compare out-old out-new --out comparison', 'compare, then open with spinestream view comparison')
    .example('$0 compare cpu gpu --out comparison --tolerance 1e-4', 'ignore differences of rounding');

export type CompareArguments = Given<typeof options>;

export const compareCommand = (cli: Argv) =>
  cli.command('compare <a> <b>', 'compare two runs of the same studies, on HTML pages', options, async (given) => {
    const { compareFromCommandLine } = await import('../handlers/compare-from-command-line.ts');
    await compareFromCommandLine(given);
  });
