import type { Argv } from 'yargs';

export const exportCommand = (cli: Argv) =>
  cli.command(
    'export <folder>',
    'export the weights of a run folder as ONNX, or as safetensors with PyTorch names',
    (yargs) =>
      yargs
        .positional('folder', { type: 'string', demandOption: true, describe: 'a run folder' })
        .option('to', {
          choices: ['onnx', 'safetensors', 'pt-compatible-safetensors'] as const,
          demandOption: true,
          describe:
            'onnx: dynamic batch size; safetensors: parameters and running statistics; pt-compatible-safetensors: everything a strict load_state_dict needs',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          describe: 'new folder for one file per fold and export.json',
        })
        .option('fold', { type: 'number', array: true, describe: 'folds to export; default: all' })
        .option('weights', {
          choices: ['best', 'last'] as const,
          default: 'best' as const,
          describe: 'weights of the best epoch (by validation loss) or of the last',
        })
        .example('$0 export models/coord_sagt2 --to onnx --out exported/coord_sagt2', 'export all folds as ONNX')
        .example(
          '$0 export models/spinal_resnet18 --to pt-compatible-safetensors --fold 1 --out exported/spinal',
          'export one fold for PyTorch',
        ),
    async (given) => {
      const { exportFromCommandLine } = await import('../handlers/export-from-command-line.ts');
      await exportFromCommandLine(given);
    },
  );
