import type { Argv } from 'yargs';
import { setOption } from '../options/set-option.ts';

export const peaksCommand = (cli: Argv) =>
  cli.command(
    'peaks <experiment>',
    'measure the heatmap peaks of keypoint networks that were trained before training recorded them',
    (yargs) =>
      yargs
        .positional('experiment', {
          type: 'string',
          demandOption: true,
          describe: 'the experiment file that the networks were trained with, or the name of one that ships',
        })
        .option('data', { type: 'string', demandOption: true, describe: 'folder that they were trained with' })
        .option('out', { type: 'string', default: 'models', describe: 'folder of run folders; becomes ${models}' })
        .option('descriptions', { type: 'string', describe: 'series descriptions (CSV), where not beside the studies' })
        .option('follow-links', {
          type: 'boolean',
          default: false,
          describe: 'studies may be links to folders elsewhere',
        })
        .option('set', setOption('experiment'))
        .option('fold', { type: 'number', describe: 'only this fold, from 1; all that are trained by default' })
        .example('$0 peaks coord-sagt2 --data data --out models', 'writes models/coord_sagt2/fold<k>-peaks.json'),
    async (given) => {
      const { peaksFromCommandLine } = await import('../handlers/peaks-from-command-line.ts');
      await peaksFromCommandLine(given);
    },
  );
