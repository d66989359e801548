import type { Argv } from 'yargs';

export const exportCommand = (cli: Argv) =>
  cli.command(
    'export <folder>',
    'write the weights of a run folder for other programs: ONNX, or safetensors by PyTorch names',
    (yargs) =>
      yargs
        .positional('folder', { type: 'string', demandOption: true, describe: 'a run folder' })
        .option('to', {
          choices: ['onnx', 'safetensors', 'pt-compatible-safetensors'] as const,
          demandOption: true,
          describe:
            'onnx: any batch; safetensors: what was trained, and running statistics; pt-compatible-safetensors: all that a strict load_state_dict wants',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          describe: 'a new folder: one file a fold, and export.json',
        })
        .option('fold', { type: 'number', array: true, describe: 'only these folds' })
        .option('weights', {
          choices: ['best', 'last'] as const,
          default: 'best' as const,
          describe: 'of the best epoch by validation, or of the last',
        })
        .example('$0 export models/coord_sagt2 --to onnx --out exported/coord_sagt2', 'all folds as ONNX')
        .example(
          '$0 export models/spinal_resnet18 --to pt-compatible-safetensors --fold 1 --out exported/spinal',
          'one fold for PyTorch',
        ),
    async (given) => {
      const { exportFromCommandLine } = await import('../handlers/export-from-command-line.ts');
      await exportFromCommandLine(given);
    },
  );
