import type { Argv } from 'yargs';
import { EXIT } from './exit-codes.ts';

export const runCommand = (cli: Argv) =>
  cli.command(
    'run <pipeline>',
    'grade a folder of studies with a pipeline file',
    (yargs) =>
      yargs
        .positional('pipeline', {
          type: 'string',
          demandOption: true,
          describe: 'a pipeline file, or the name of one that ships (keypoints, split, global, two-stage)',
        })
        .option('studies', {
          type: 'string',
          demandOption: true,
          describe: 'folder in the challenge layout, or a folder of studies; becomes ${studies}',
        })
        .option('out', { type: 'string', demandOption: true, describe: 'folder for the results' })
        .option('models', { type: 'string', default: 'models', describe: 'folder of run folders; becomes ${models}' })
        .option('descriptions', {
          type: 'string',
          describe: 'series descriptions (CSV), where it is not beside the studies',
        })
        .option('set', {
          type: 'string',
          array: true,
          default: [],
          describe: 'a variable of the pipeline file, key=value',
        })
        .option('in-flight', {
          type: 'number',
          default: 2,
          describe: 'studies in work at the same time; memory follows it',
        })
        .option('threads', { type: 'number', describe: 'threads of the network runtime; all cores by default' })
        .option('resume', { type: 'boolean', describe: 'continue the run whose results are in --out' })
        .option('overwrite', { type: 'boolean', describe: 'discard the results that are in --out' })
        .option('json', { type: 'boolean', default: false, describe: 'print the summary as JSON on standard output' })
        .conflicts('resume', 'overwrite')
        .example('$0 run two-stage --studies data --models models --out out', 'grade every study of a challenge folder')
        .example(
          '$0 run my.yaml --studies images --descriptions series.csv --out out --set size=50',
          'with a file and variables of your own',
        ),
    async (given) => {
      const { runFromCommandLine } = await import('./run-from-command-line.ts');
      const { failed, stopped } = await runFromCommandLine(given);
      process.exitCode = stopped ? EXIT.interrupted : failed > 0 ? EXIT.someFailed : EXIT.done;
    },
  );
