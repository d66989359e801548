import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';
import { modelsOption, setOption, studiesOptions } from '../../options/shared-options.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('experiment', {
      type: 'string',
      demandOption: true,
      describe: 'experiment file, or name of a built-in experiment',
    })
    .option('data', {
      type: 'string',
      demandOption: true,
      describe: 'folder in the layout of the challenge, with labels',
    })
    .option('out', { type: 'string', default: 'preview.png', describe: 'image file to write' })
    .options(studiesOptions)
    .option('samples', { type: 'number', default: 12, describe: 'number of samples' })
    .option('epoch', { type: 'number', default: 1, describe: 'epoch to draw samples from' })
    .option('models', modelsOption)
    .option('set', setOption('experiment'))
    .example(
      '$0 preview coord-sagt2 --data data --out sheet.png',
      'draw stacks with their heatmaps, one colour per map',
    );

export type PreviewArguments = Given<typeof options>;

export const previewCommand = (cli: Argv) =>
  cli.command('preview <experiment>', 'draw augmented training samples with their targets', options, async (given) => {
    const { previewFromCommandLine } = await import('../../handlers/preview-from-command-line.ts');
    await previewFromCommandLine(given);
  });
