import type { Argv } from 'yargs';
import { studiesOptions } from '../../options/studies-options.ts';

export const imageStatisticsCommand = (cli: Argv) =>
  cli.command(
    'image-statistics <folders..>',
    'record the images of training studies with models whose training did not',
    (yargs) =>
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
        .example('$0 image-statistics models/* --studies data', 'for STUDY_UNUSUAL and spinestream drift'),
    async (given) => {
      const { imageStatisticsFromCommandLine } = await import('../../handlers/image-statistics-from-command-line.ts');
      await imageStatisticsFromCommandLine(given);
    },
  );
