import type { Argv } from 'yargs';
import { trainedNetworksOptions } from '../../options/trained-networks.ts';

export const featuresCommand = (cli: Argv) =>
  cli.command(
    'features <experiment>',
    'record the features of training studies with region networks whose training did not',
    (yargs) =>
      trainedNetworksOptions(yargs)
        .example(
          '$0 features spinal-roi --data data --models models',
          'writes models/spinal_resnet18/fold<k>-features.json, for STUDY_UNUSUAL',
        )
        .example(
          '$0 features nano --data phantoms --models models --set predicted=predicted/coordinates.csv',
          'for networks that were trained with a table of predicted keypoints',
        ),
    async (given) => {
      const { featuresFromCommandLine } = await import('../../handlers/features-from-command-line.ts');
      await featuresFromCommandLine(given);
    },
  );
