import type { Argv } from 'yargs';

export const importCommand = (cli: Argv) =>
  cli.command(
    'import [source]',
    "import weights: the original's run folder, a .pt checkpoint, a .safetensors file or an ONNX model",
    async (yargs) => {
      const [{ BACKBONES }, { RESNETS }] = await Promise.all([
        import('../../models/zoo/backbones.ts'),
        import('../../models/zoo/resnet.ts'),
      ]);
      return yargs
        .positional('source', {
          type: 'string',
          describe:
            'a run folder (config.json, *-cv<k>_best.pt) or one file: .pt, .safetensors, .onnx; with --backbone, the public file by default',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          describe: 'the run folder to write; with --backbone, the folder of pretrained backbones',
        })
        .option('folds', {
          type: 'string',
          nargs: 1,
          describe: 'of a run folder: only these folds, such as 1,3; by default all that the run trained',
        })
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
        .option('backbone', {
          choices: [...new Set([...Object.keys(BACKBONES), ...Object.keys(RESNETS)])],
          describe: 'import ImageNet weights to start training from (model.pretrained of an experiment)',
        })
        .option('mirror', {
          type: 'string',
          describe: 'with --backbone and no source: URL that stands in for the public host',
        })
        .option('sha256', {
          type: 'string',
          describe: 'with --backbone: what the file must hash to, or its first digits',
        })
        .option('as-initialisation', {
          type: 'string',
          describe:
            'of an ImageNet checkpoint: the architecture (JSON) whose backbone it starts; everything else is untrained',
        })
        .option('seed', { type: 'number', default: 42, describe: 'with --as-initialisation: of what is untrained' })
        .option('entry', {
          type: 'string',
          describe: 'which weights of a checkpoint that holds several, such as model_ema',
        })
        .option('role', {
          choices: ['keypoints', 'spinal', 'spinal_axial', 'foraminal', 'subarticular', 'global', 'study'] as const,
          describe: 'of an ONNX model: the kind of model that it stands in for',
        })
        .option('input', {
          type: 'string',
          array: true,
          describe: "of an ONNX model: name=the file's name, such as stack=input.1",
        })
        .option('output', {
          type: 'string',
          array: true,
          describe: "of an ONNX model: name=the file's name, such as heatmaps=output",
        })
        .conflicts('as-initialisation', 'architecture')
        .conflicts('backbone', ['as-initialisation', 'architecture', 'role'])
        .conflicts('folds', ['backbone', 'as-initialisation', 'architecture', 'role'])
        .implies('mirror', 'backbone')
        .implies('sha256', 'backbone')
        .option('overwrite', { type: 'boolean', default: false, describe: 'replace the run folder where it exists' })
        .example(
          '$0 import runs/rsna-2024-foraminal_roi_20240930_120000 --out models/foraminal_resnet18',
          'all folds of an original run',
        )
        .example(
          '$0 import best.pt --architecture \'{"kind":"keypoints","encoder":"resnet34","inChannels":5,"outChannels":5}\' --out models/coord_sagt2',
          'one checkpoint',
        )
        .example(
          '$0 import resnet18.pth --as-initialisation \'{"kind":"spinal","backbone":"resnet18"}\' --out models/start',
          'ImageNet weights to start training from',
        )
        .example(
          '$0 import --backbone resnet18 --out pretrained',
          'ImageNet weights for train --set pretrained=pretrained',
        )
        .example('$0 import model.onnx --role keypoints --out models/mine', 'a model of any origin');
    },
    async (given) => {
      const { importFromCommandLine } = await import('../handlers/import-from-command-line.ts');
      await importFromCommandLine(given);
    },
  );
