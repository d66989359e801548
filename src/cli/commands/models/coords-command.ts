import type { Argv } from 'yargs';
import { seriesOption, setOption } from '../../options/shared-options.ts';
import { EXIT } from '../../process/exit-codes.ts';

/** Run settings available as options. */
const SETTINGS = ['out', 'models', 'descriptions', 'followLinks', 'concurrency', 'modelsInMemory', 'threads'] as const;

export const coordsCommand = (cli: Argv) =>
  cli.command(
    'coords',
    'predict keypoints out of fold, for training region networks without labelled points',
    async (yargs) => {
      const { EXISTING_OPTIONS, runOptions } = await import('../../options/run-options.ts');
      return yargs
        .option('data', { type: 'string', demandOption: true, describe: 'folder in the layout of the challenge' })
        .options(runOptions(SETTINGS))
        .demandOption('out')
        .options(EXISTING_OPTIONS)
        .option('series', seriesOption)
        .option('set', setOption('pipeline'))
        .example(
          '$0 coords --data data --models models --out coordinates',
          'then set labels.imputeFrom: coordinates/coordinates.csv in an experiment',
        )
        .example(
          '$0 coords --data data --models models --set networks=nano --out coordinates',
          'with keypoint networks of the nano experiments',
        );
    },
    async (given) => {
      const [{ runFromCommandLine }, { seriesBy }, { existingOf, settingsFrom }, { keyValues }] = await Promise.all([
        import('../../handlers/run-from-command-line.ts'),
        import('../../handlers/series-by.ts'),
        import('../../options/run-options.ts'),
        import('../../options/key-values.ts'),
      ]);
      const { data, series } = given;
      const variables = { ...keyValues(given.set), folds: 'out-of-fold' };
      const settings = settingsFrom(given, { studies: data, existing: existingOf(given), variables });
      const arranged = await seriesBy(series, data);
      const { failed, stopped } = await runFromCommandLine({ pipeline: 'keypoints', settings, arranged });
      process.exitCode = stopped === 'asked' ? EXIT.interrupted : failed > 0 ? EXIT.someFailed : EXIT.done;
    },
  );
