import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';

const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[]; // the tables are literals

const options = async (yargs: Argv) => {
  const [{ BACKBONES }, { RESNETS }] = await Promise.all([
    import('../../../models/zoo/backbones.ts'),
    import('../../../models/zoo/resnet.ts'),
  ]);
  return yargs
    .positional('source', {
      type: 'string',
      describe:
        'a run folder (config.json, *-cv<k>_best.pt) or a single file (.pt, .safetensors, .onnx); with --backbone, default: the published file',
    })
    .option('out', {
      type: 'string',
      demandOption: true,
      describe: 'run folder to write; with --backbone, folder of pretrained backbones',
    })
    .option('folds', {
      type: 'string',
      nargs: 1,
      describe: 'folds to import from a run folder, e.g. 1,3; default: all trained folds',
    })
    .option('architecture', {
      type: 'string',
      describe: 'for a single file: architecture as JSON, e.g. \'{"kind":"foraminal","backbone":"resnet18"}\'',
    })
    .option('slices', {
      type: 'number',
      describe: 'for a single file: slices per stack or region; default: that of the kind',
    })
    .option('resolution', {
      type: 'number',
      describe: 'for a single file: rows and columns; default: that of the kind',
    })
    .option('backbone', {
      choices: [...new Set([...namesOf(BACKBONES), ...namesOf(RESNETS)])],
      describe: 'import ImageNet weights to start training from (model.pretrained of an experiment)',
    })
    .option('mirror', {
      type: 'string',
      describe: 'with --backbone and no source: URL to use instead of the public host',
    })
    .option('sha256', {
      type: 'string',
      describe: 'with --backbone: expected SHA-256 of the file, or its first digits',
    })
    .option('as-initialisation', {
      type: 'string',
      describe:
        'for an ImageNet checkpoint: architecture (JSON) whose backbone it initialises; other parameters are random',
    })
    .option('seed', {
      type: 'number',
      default: 42,
      describe: 'with --as-initialisation: seed of the random parameters',
    })
    .option('entry', {
      type: 'string',
      describe: 'weights to take from a checkpoint with several sets, e.g. model_ema',
    })
    .option('role', {
      choices: ['keypoints', 'spinal', 'spinal_axial', 'foraminal', 'subarticular', 'global', 'study'] as const,
      describe: 'for an ONNX model: kind of model that it replaces',
    })
    .option('input', {
      type: 'string',
      array: true,
      describe: 'for an ONNX model: name=name in the file, e.g. stack=input.1',
    })
    .option('output', {
      type: 'string',
      array: true,
      describe: 'for an ONNX model: name=name in the file, e.g. heatmaps=output',
    })
    .conflicts('as-initialisation', 'architecture')
    .conflicts('backbone', ['as-initialisation', 'architecture', 'role'])
    .conflicts('folds', ['backbone', 'as-initialisation', 'architecture', 'role'])
    .implies('mirror', 'backbone')
    .implies('sha256', 'backbone')
    .option('overwrite', { type: 'boolean', default: false, describe: 'replace an existing run folder' })
    .example(
      '$0 import runs/rsna-2024-foraminal_roi_20240930_120000 --out models/foraminal_resnet18',
      'import all folds of an original run',
    )
    .example(
      '$0 import best.pt --architecture \'{"kind":"keypoints","encoder":"resnet34","inChannels":5,"outChannels":5}\' --out models/coord_sagt2',
      'import one checkpoint',
    )
    .example(
      '$0 import resnet18.pth --as-initialisation \'{"kind":"spinal","backbone":"resnet18"}\' --out models/start',
      'create a run folder with ImageNet weights to start training from',
    )
    .example(
      '$0 import --backbone resnet18 --out pretrained',
      'download ImageNet weights for train --set pretrained=pretrained',
    )
    .example('$0 import model.onnx --role keypoints --out models/mine', 'import a model of any origin');
};

export type ImportArguments = Given<typeof options>;

export const importCommand = (cli: Argv) =>
  cli.command(
    'import [source]',
    "import weights: the original's run folder, a .pt checkpoint, a .safetensors file or an ONNX model",
    options,
    async (given) => (await import('../../handlers/import-from-command-line.ts')).importFromCommandLine(given),
  );
