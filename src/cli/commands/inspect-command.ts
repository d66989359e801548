import type { Argv } from 'yargs';
import { EXIT } from '../process/exit-codes.ts';

export const inspectCommand = (cli: Argv) =>
  cli.command(
    'inspect <study>',
    'show what is in a study, which series is used for what and why, and whether it can be graded',
    (yargs) =>
      yargs
        .positional('study', {
          type: 'string',
          demandOption: true,
          describe: 'the folder of one study',
        })
        .option('descriptions', {
          type: 'string',
          describe:
            'series descriptions (CSV), where not beside the studies; without any, DICOM headers tell the kinds',
        })
        .option('rules', {
          choices: ['dicom', 'original'] as const,
          default: 'dicom' as const,
          describe: 'how slices are ordered and read, as in load-series',
        })
        .option('names', {
          type: 'boolean',
          default: false,
          describe:
            'also say which file each slice is, and which cannot be read; names of files may be those of patients',
        })
        .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
        .requiresArg(['descriptions', 'rules'])
        .example('$0 inspect data/train_images/4003253', 'candidates and their ranking, order, spacing, encoding')
        .example('$0 inspect . --json', 'the study in this folder, for a program')
        .example(
          'for s in exports/*; do $0 inspect "$s" > /dev/null || echo "$s"; done',
          'which studies of a folder cannot be graded',
        )
        .epilogue(
          'Ends with 0 if the study can be graded as it is, with 3 if not: a transfer syntax that is not read, no usable series, pixel data that ends early, patients or copies that differ. ' +
            'Reads headers only, but for the pixels of copies. Prints no names, numbers or descriptions of patients, and names of files only with --names; docs/intake.md explains the codes.',
        ),
    async ({ study, descriptions, rules, names, json }) => {
      const { inspectStudy } = await import('../../run/inspection/inspect-study.ts');
      const found = await inspectStudy({ study, descriptions, rules, names });
      if (json) process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
      else {
        const { inspectionText } = await import('../terminal/inspection-text.ts');
        process.stdout.write(inspectionText(found));
      }
      process.exitCode = found.studies.every(({ gradable }) => gradable) ? EXIT.done : EXIT.someFailed;
    },
  );
