import type { Argv } from 'yargs';
import { trainedNetworksOptions } from '../../options/trained-networks.ts';

export const peaksCommand = (cli: Argv) =>
  cli.command(
    'peaks <experiment>',
    'measure heatmap peaks of keypoint networks whose training did not record them',
    (yargs) =>
      trainedNetworksOptions(yargs).example(
        '$0 peaks coord-sagt2 --data data --models models',
        'writes models/coord_sagt2/fold<k>-peaks.json',
      ),
    async (given) => {
      const { peaksFromCommandLine } = await import('../../handlers/peaks-from-command-line.ts');
      await peaksFromCommandLine(given);
    },
  );
