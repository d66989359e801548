import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';
import { studiesOptions } from '../../options/shared-options.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('folders', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'run folders; each gets image-statistics.json',
    })
    .option('studies', {
      type: 'string',
      demandOption: true,
      describe: 'folder of the training studies; those of splits.csv are measured, or all without one',
    })
    .options(studiesOptions)
    .example('$0 image-statistics models/* --studies data', 'for STUDY_UNUSUAL and spinestream drift');

export type ImageStatisticsArguments = Given<typeof options>;

export const imageStatisticsCommand = (cli: Argv) =>
  cli.command(
    'image-statistics <folders..>',
    'record the images of training studies with models whose training did not',
    options,
    async (given) =>
      (await import('../../handlers/image-statistics-from-command-line.ts')).imageStatisticsFromCommandLine(given),
  );
