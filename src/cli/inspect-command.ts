import type { Argv } from 'yargs';

export const inspectCommand = (cli: Argv) =>
  cli.command(
    'inspect <study>',
    'show what is in a study, which series is used for what, and why',
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
        .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
        .example('$0 inspect data/train_images/4003253', 'series, order, spacing, choice'),
    async ({ study, descriptions, json }) => {
      const { inspectStudy } = await import('../pipelines/inspect-study.ts');
      const report = await inspectStudy({ study, descriptions });
      if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
      else {
        const { inspectionText } = await import('./inspection-text.ts');
        process.stdout.write(inspectionText(report));
      }
    },
  );
