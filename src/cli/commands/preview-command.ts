import type { Argv } from 'yargs';
import { setOption } from '../options/set-option.ts';

export const previewCommand = (cli: Argv) =>
  cli.command(
    'preview <experiment>',
    'draw what a network will be shown: augmented samples with their targets',
    (yargs) =>
      yargs
        .positional('experiment', {
          type: 'string',
          demandOption: true,
          describe: 'an experiment file, or the name of one that ships',
        })
        .option('data', { type: 'string', demandOption: true, describe: 'folder in the challenge layout, with labels' })
        .option('out', { type: 'string', default: 'preview.png', describe: 'the picture to write' })
        .option('descriptions', { type: 'string', describe: 'series descriptions (CSV), where not beside the studies' })
        .option('follow-links', {
          type: 'boolean',
          default: false,
          describe: 'studies may be links to folders elsewhere',
        })
        .option('samples', { type: 'number', default: 12, describe: 'how many' })
        .option('epoch', { type: 'number', default: 1, describe: 'of which epoch; another one, other samples' })
        .option('set', setOption('experiment'))
        .example('$0 preview coord-sagt2 --data data --out sheet.png', 'stacks with their heatmaps, a colour each'),
    async (given) => {
      const { previewFromCommandLine } = await import('../handlers/preview-from-command-line.ts');
      await previewFromCommandLine(given);
    },
  );
