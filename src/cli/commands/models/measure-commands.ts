import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';
import { modelsOption, setOption, studiesOptions } from '../../options/shared-options.ts';

/** Positional and options of commands that measure something of trained networks. */
const options = (yargs: Argv) =>
  yargs
    .positional('experiment', {
      type: 'string',
      demandOption: true,
      describe: 'experiment file of the networks, or name of a built-in experiment',
    })
    .option('data', { type: 'string', demandOption: true, describe: 'folder of the training data' })
    .option('models', modelsOption)
    .options(studiesOptions)
    .option('set', setOption('experiment'))
    .option('fold', { type: 'number', describe: 'fold to measure, from 1; default: all trained folds' });

export type MeasureArguments = Given<typeof options>;

export const peaksCommand = (cli: Argv) =>
  cli.command(
    'peaks <experiment>',
    'measure heatmap peaks of keypoint networks whose training did not record them',
    (yargs) =>
      options(yargs).example(
        '$0 peaks coord-sagt2 --data data --models models',
        'writes models/coord_sagt2/fold<k>-peaks.json',
      ),
    async (given) => (await import('../../handlers/measure-from-command-line.ts')).peaksFromCommandLine(given),
  );

export const featuresCommand = (cli: Argv) =>
  cli.command(
    'features <experiment>',
    'record the features of training studies with region networks whose training did not',
    (yargs) =>
      options(yargs)
        .example(
          '$0 features spinal-roi --data data --models models',
          'writes models/spinal_resnet18/fold<k>-features.json, for STUDY_UNUSUAL',
        )
        .example(
          '$0 features nano --data phantoms --models models --set predicted=predicted/coordinates.csv',
          'for networks that were trained with a table of predicted keypoints',
        ),
    async (given) => (await import('../../handlers/measure-from-command-line.ts')).featuresFromCommandLine(given),
  );
