import type { Argv } from 'yargs';
import { counted } from '../../domain/text/counted.ts';
import { modelsOption, setOption } from '../options/shared-options.ts';
import { EXIT } from '../process/exit-codes.ts';

const countedOrNo = (count: number, what: string): string => (count === 0 ? `no ${what}s` : counted(count, what));

export const checkCommand = (cli: Argv) =>
  cli.command(
    'check <files..>',
    'check pipeline and experiment files (options, names, wiring) without reading any study',
    (yargs) =>
      yargs
        .positional('files', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'pipeline or experiment files, or names of built-in ones',
        })
        .option('models', {
          ...modelsOption,
          describe: `${modelsOption.describe}; compared with the pipeline if they exist`,
        })
        .option('set', setOption('pipeline or experiment'))
        .option('allow-mismatch', {
          type: 'boolean',
          default: false,
          describe: 'only warn if the input of a model differs from what it was trained on',
        })
        .option('json', { type: 'boolean', default: false, describe: 'print diagnostics as JSON lines' })
        .example('$0 check my.yaml', 'report all diagnostics with file, line and column')
        .example(
          '$0 check two-stage --models /data/models',
          'compare a built-in pipeline with the networks of a folder, too',
        )
        .example('$0 check nano', 'check every experiment of a built-in list')
        .epilogue('Imports the files listed under "plugins", so their code runs.'),
    async ({ files, models, set, json, allowMismatch }) => {
      const [{ checkFiles }, { formatDiagnostic }, { keyValues }, { checkExperimentFile, isExperiment }] =
        await Promise.all([
          import('../../config/check-files.ts'),
          import('../../config/diagnostic.ts'),
          import('../options/key-values.ts'),
          import('../../training/experiment/check-experiment-file.ts'),
        ]);
      const variables = { models, ...keyValues(set) };
      const kinds = await Promise.all(files.map(isExperiment));
      const pipelines = files.filter((_, index) => !kinds[index]);
      const experiments = files.filter((_, index) => kinds[index]);
      const diagnostics = [
        ...(await checkFiles(pipelines, variables, { allowMismatch })),
        ...(await Promise.all(experiments.map((file) => checkExperimentFile(file, variables)))).flat(),
      ];
      for (const diagnostic of diagnostics)
        process.stdout.write(`${json ? JSON.stringify(diagnostic) : formatDiagnostic(diagnostic)}\n`);
      const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
      const warnings = diagnostics.length - errors;
      if (!json)
        process.stderr.write(
          `${countedOrNo(files.length, 'file')} checked: ${countedOrNo(errors, 'error')}, ${countedOrNo(warnings, 'warning')}\n`,
        );
      process.exitCode = errors > 0 ? EXIT.usage : EXIT.done;
    },
  );
