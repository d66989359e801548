import type { Argv } from 'yargs';
import { seriesOption } from '../options/series-by.ts';
import { EXIT } from '../process/exit-codes.ts';

export const coordsCommand = (cli: Argv) =>
  cli.command(
    'coords',
    'find keypoints out of fold, to train region networks where labels have none',
    (yargs) =>
      yargs
        .option('data', { type: 'string', demandOption: true, describe: 'folder in the challenge layout' })
        .option('models', {
          type: 'string',
          default: 'models',
          describe: 'folder with the run folders coord_sagt2, coord_sagt1 and coord_axi',
        })
        .option('out', { type: 'string', demandOption: true, describe: 'folder for coordinates.csv' })
        .option('descriptions', { type: 'string', describe: 'series descriptions (CSV), where not beside the studies' })
        .option('follow-links', {
          type: 'boolean',
          default: false,
          describe: 'studies may be links to folders elsewhere',
        })
        .option('series', seriesOption)
        .option('in-flight', { type: 'number', default: 2, describe: 'studies in work at a time' })
        .option('models-in-memory', { type: 'number', describe: 'networks in memory at a time; all 15 by default' })
        .option('threads', { type: 'number', describe: 'threads of the network runtime; all cores by default' })
        .option('resume', { type: 'boolean', describe: 'continue the run whose results are in --out' })
        .option('overwrite', { type: 'boolean', describe: 'discard the results that are in --out' })
        .conflicts('resume', 'overwrite')
        .example(
          '$0 coords --data data --models models --out coordinates',
          'then labels.imputeFrom: coordinates/coordinates.csv in an experiment',
        ),
    async (given) => {
      const { coordsFromCommandLine } = await import('../handlers/coords-from-command-line.ts');
      const { failed, stopped } = await coordsFromCommandLine(given);
      process.exitCode = stopped === 'asked' ? EXIT.interrupted : failed > 0 ? EXIT.someFailed : EXIT.done;
    },
  );
