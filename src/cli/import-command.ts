import type { Argv } from 'yargs';

export const importCommand = (cli: Argv) =>
  cli.command(
    'import <source>',
    "import weights: the original's run folder, a .pt checkpoint or a .safetensors file",
    (yargs) =>
      yargs
        .positional('source', {
          type: 'string',
          demandOption: true,
          describe: 'a run folder (config.json, *-cv<k>_best.pt) or one file',
        })
        .option('out', { type: 'string', demandOption: true, describe: 'the run folder to write' })
        .option('architecture', {
          type: 'string',
          describe: 'of a single file: JSON, such as \'{"kind":"foraminal","backbone":"resnet18"}\'',
        })
        .option('slices', {
          type: 'number',
          describe: 'of a single file: slices of a stack or region; by default what the kind takes',
        })
        .option('resolution', {
          type: 'number',
          describe: 'of a single file: rows and columns; by default what the kind takes',
        })
        .option('overwrite', { type: 'boolean', default: false, describe: 'replace the run folder where it exists' })
        .example(
          '$0 import runs/rsna-2024-foraminal_roi_20240930_120000 --out models/foraminal_resnet18',
          'all folds of an original run',
        )
        .example(
          '$0 import best.pt --architecture \'{"kind":"keypoints","encoder":"resnet34","inChannels":5,"outChannels":5}\' --out models/coord_sagt2',
          'one checkpoint',
        ),
    async (given) => {
      const { importFromCommandLine } = await import('./import-from-command-line.ts');
      await importFromCommandLine(given);
    },
  );
