import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';
import { setOption } from '../../options/set-option.ts';
import { studiesOptions } from '../../options/studies-options.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('experiment', {
      type: 'string',
      demandOption: true,
      describe: 'experiment file of the networks, or name of a built-in experiment',
    })
    .option('data', { type: 'string', demandOption: true, describe: 'folder of the training data' })
    .option('out', { type: 'string', default: 'models', describe: 'folder of run folders; sets ${models}' })
    .options(studiesOptions)
    .option('set', setOption('experiment'))
    .option('fold', { type: 'number', describe: 'fold to measure, from 1; default: all trained folds' })
    .example('$0 peaks coord-sagt2 --data data --out models', 'writes models/coord_sagt2/fold<k>-peaks.json');

export type PeaksArguments = Given<typeof options>;

export const peaksCommand = (cli: Argv) =>
  cli.command(
    'peaks <experiment>',
    'measure heatmap peaks of keypoint networks whose training did not record them',
    options,
    async (given) => {
      const { peaksFromCommandLine } = await import('../../handlers/peaks-from-command-line.ts');
      await peaksFromCommandLine(given);
    },
  );
