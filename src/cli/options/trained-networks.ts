import type { Argv } from 'yargs';
import type { Given } from './given.ts';
import { modelsOption } from './models-option.ts';
import { setOption } from './set-option.ts';
import { studiesOptions } from './studies-options.ts';

/** Positional and options of commands that measure something of trained networks. */
export const trainedNetworksOptions = (yargs: Argv) =>
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

export type TrainedNetworksArguments = Given<typeof trainedNetworksOptions>;
