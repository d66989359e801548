import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';
import { EXIT } from '../process/exit-codes.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('runs', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'output folders of runs, in order of time; the first is the reference unless --reference is given',
    })
    .option('reference', {
      type: 'string',
      describe: 'run folder of a model (compare images with its training studies), or output folder of a run',
    })
    .option('window', {
      type: 'number',
      describe: 'compare this many studies at a time, in order of completion; default: each run as a whole',
    })
    .option('level', {
      type: 'number',
      default: 0.01,
      describe: 'probability of any alarm if nothing changed, over all comparisons',
    })
    .option('out', {
      type: 'string',
      describe: 'folder of drift.html, drift.json and drift.csv; default: the folder of the last run',
    })
    .option('overwrite', { type: 'boolean', default: false, describe: 'replace an earlier report in --out' })
    .option('json', { type: 'boolean', default: false, describe: 'print drift.json' })
    .option('fail-on-alarm', { type: 'boolean', default: false, describe: 'exit with code 4 if there is an alarm' })
    .example('$0 drift 2025-01 2025-02 2025-03 --out drift', 'compare two months with the first')
    .example(
      '$0 drift out --reference models/coord_sagt2 --window 50',
      'compare each 50 studies with the training images of a model',
    )
    .example('$0 drift last-month this-month --fail-on-alarm', 'for a scheduled job');

export type DriftArguments = Given<typeof options>;

export const driftCommand = (cli: Argv) =>
  cli.command(
    'drift <runs..>',
    'compare runs over time: images, scanners, features, grades, confidence, warnings',
    options,
    async (given) => {
      const { driftFromCommandLine } = await import('../handlers/drift-from-command-line.ts');
      const alarms = await driftFromCommandLine(given);
      process.exitCode = given.failOnAlarm && alarms > 0 ? EXIT.alarm : EXIT.done;
    },
  );
