import type { CommandModule } from 'yargs';

interface Arguments {
  source: string;
  out: string;
  architecture?: string | undefined;
}

export const importCommand: CommandModule<object, Arguments> = {
  command: 'import <source>',
  describe: "import weights: the original's run folder, a .pt checkpoint or a .safetensors file",
  builder: (yargs) =>
    yargs
      .positional('source', { type: 'string', demandOption: true, describe: 'a run folder (config.json, *-cv<k>_best.pt) or one file' })
      .option('out', { type: 'string', demandOption: true, describe: 'the run folder to write' })
      .option('architecture', {
        type: 'string',
        describe: 'of a single file: JSON, such as \'{"kind":"foraminal","backbone":"resnet18"}\'; --help of models lists kinds',
      })
      .example('$0 import runs/rsna-2024-foraminal_roi_20240930_120000 --out models/foraminal_resnet18', 'all folds of an original run')
      .example('$0 import best.pt --architecture \'{"kind":"keypoints","encoder":"resnet34","inChannels":5,"outChannels":5}\' --out models/coord_sagt2', 'one checkpoint'),
  handler: async ({ source, out, architecture }) => {
    const { importFromCommandLine } = await import('./import-from-command-line.ts');
    await importFromCommandLine({ source, out, architecture });
  },
};
