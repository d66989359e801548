import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('folder', { type: 'string', demandOption: true, describe: 'a run folder' })
    .option('to', {
      choices: ['onnx', 'safetensors', 'pt-compatible-safetensors', 'card'] as const,
      demandOption: true,
      describe:
        'onnx: dynamic batch size; safetensors: parameters and running statistics; pt-compatible-safetensors: everything a strict load_state_dict needs; card: model card with the weights, for Hugging Face and MONAI',
    })
    .option('out', {
      type: 'string',
      demandOption: true,
      describe: 'new folder for one file per fold and export.json, or for the card',
    })
    .option('fold', { type: 'number', array: true, describe: 'folds to export; default: all' })
    .option('weights', {
      choices: ['best', 'last'] as const,
      default: 'best' as const,
      describe: 'weights of the best epoch (by validation loss) or of the last',
    })
    .option('evaluation', { type: 'string', describe: 'evaluation.json of a run with this model, or its folder' })
    .option('license', { type: 'string', describe: 'licence of the weights, e.g. cc-by-4.0' })
    .option('authors', { type: 'string', describe: 'authors of the model' })
    .option('data-source', { type: 'string', describe: 'origin of the training data' })
    .option('model-version', { type: 'string', describe: 'version of the model, e.g. 1.0.0' })
    .group(['evaluation', 'license', 'authors', 'data-source', 'model-version'], 'With --to card:')
    .example('$0 export models/coord_sagt2 --to onnx --out exported/coord_sagt2', 'export all folds as ONNX')
    .example(
      '$0 export models/spinal_resnet18 --to pt-compatible-safetensors --fold 1 --out exported/spinal',
      'export one fold for PyTorch',
    )
    .example(
      '$0 export models/spinal_resnet18 --to card --evaluation oof --license cc-by-4.0 --out card',
      'model card with metrics; what is unknown is stated as not recorded',
    );

export type ExportArguments = Given<typeof options>;

export const exportCommand = (cli: Argv) =>
  cli.command(
    'export <folder>',
    'export the weights of a run folder as ONNX, as safetensors with PyTorch names, or with a model card',
    options,
    async (given) => (await import('../../handlers/export-from-command-line.ts')).exportFromCommandLine(given),
  );
