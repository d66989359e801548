import type { Argv } from 'yargs';

export const scoreCommand = (cli: Argv) =>
  cli.command(
    'score',
    'score a submission against the truth, as the challenge does',
    (yargs) =>
      yargs
        .option('truth', {
          type: 'string',
          demandOption: true,
          describe: 'train.csv: study_id and a column a location',
        })
        .option('submission', {
          type: 'string',
          demandOption: true,
          describe: 'submission.csv: row_id, normal_mild, moderate, severe',
        })
        .option('missing', {
          choices: ['as-normal', 'left-out'] as const,
          default: 'as-normal' as const,
          describe: 'locations without a label: counted as normal (as the original notebooks do) or left out',
        })
        .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
        .example(
          '$0 score --truth data/train.csv --submission out/submission.csv',
          'the weighted log loss and its parts',
        ),
    async ({ truth, submission, missing, json }) => {
      const { scoreFiles } = await import('../../evaluation/inputs/score-files.ts');
      const result = await scoreFiles({ truth, submission, missing });
      if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
      else {
        const { scoreTable } = await import('../terminal/score-table.ts');
        process.stdout.write(scoreTable(result));
      }
    },
  );
