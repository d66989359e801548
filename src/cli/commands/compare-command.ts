import type { Argv } from 'yargs';

export const compareCommand = (cli: Argv) =>
  cli.command(
    'compare <a> <b>',
    'compare two runs over the same studies on pages',
    (yargs) =>
      yargs
        .positional('a', { type: 'string', demandOption: true, describe: 'results folder of the first run' })
        .positional('b', { type: 'string', demandOption: true, describe: 'results folder of the second run' })
        .option('out', { type: 'string', demandOption: true, requiresArg: true, describe: 'folder for the pages' })
        .option('studies', {
          type: 'string',
          requiresArg: true,
          describe: 'studies, for distances of keypoints in mm; default: those that run.json of the first run names',
        })
        .option('descriptions', {
          type: 'string',
          requiresArg: true,
          describe: 'CSV file of series descriptions, if not next to the studies',
        })
        .option('follow-links', {
          type: 'boolean',
          default: false,
          describe: 'follow symbolic links from the studies folder to study folders elsewhere',
        })
        .option('tolerance', {
          type: 'number',
          requiresArg: true,
          describe: 'largest difference of a number that counts as none [default: 1e-6]',
        })
        .option('with-identifiers', {
          type: 'boolean',
          default: false,
          describe: 'name studies by their folders on the pages',
        })
        .option('overwrite', { type: 'boolean', default: false, describe: 'replace an earlier comparison in --out' })
        .example('$0 compare out-old out-new --out comparison', 'then: spinestream view comparison')
        .example('$0 compare cpu gpu --out comparison --tolerance 1e-4', 'ignore differences of rounding'),
    async (given) => {
      const { compareFromCommandLine } = await import('../handlers/compare-from-command-line.ts');
      await compareFromCommandLine(given);
    },
  );
