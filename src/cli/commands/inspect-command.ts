import type { Argv } from 'yargs';
import { EXIT } from '../process/exit-codes.ts';

export const inspectCommand = (cli: Argv) =>
  cli.command(
    'inspect <study>',
    'show the series of a study, how each is used and why, and whether the study can be graded',
    (yargs) =>
      yargs
        .positional('study', { type: 'string', demandOption: true, describe: 'folder of a study, or a DICOMDIR in it' })
        .option('descriptions', {
          type: 'string',
          describe:
            'CSV file of series descriptions, if not next to the studies; without one, series kinds come from DICOM headers',
        })
        .option('rules', {
          choices: ['dicom', 'original'] as const,
          default: 'dicom' as const,
          describe: 'rules for ordering and reading slices, as in load-series',
        })
        .option('names', {
          type: 'boolean',
          default: false,
          describe: 'show file names of slices and of unreadable files; file names may contain patient names',
        })
        .option('json', { type: 'boolean', default: false, describe: 'print JSON' })
        .example('$0 inspect data/train_images/4003253', 'show candidates and their ranking, order, spacing, encoding')
        .example('$0 inspect . --json', 'inspect the study in this folder, as JSON')
        .example(
          'for s in exports/*; do $0 inspect "$s" > /dev/null || echo "$s"; done',
          'list the studies of a folder that cannot be graded',
        )
        .epilogue(
          'Exit status 0 if the study can be graded as it is, 3 if not: unsupported transfer syntax, no usable series, truncated pixel data, several patients, or copies that differ. ' +
            'Reads headers only, and the pixels of copies. Prints no patient names, IDs or descriptions, and file names only with --names. docs/intake.md explains the codes.',
        ),
    async ({ study, descriptions, rules, names, json }) => {
      const { inspectStudy } = await import('../../run/inspection/inspect-study.ts');
      const found = await inspectStudy({ study, descriptions, rules, names });
      if (json) process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
      else {
        const [{ inspectionText }, { printableLines }] = await Promise.all([
          import('../terminal/inspection-text.ts'),
          import('../../domain/text/printable.ts'),
        ]);
        process.stdout.write(printableLines(inspectionText(found)));
      }
      process.exitCode = found.studies.every(({ gradable }) => gradable) ? EXIT.done : EXIT.someFailed;
    },
  );
