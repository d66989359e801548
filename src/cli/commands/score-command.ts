import type { Argv } from 'yargs';

export const scoreCommand = (cli: Argv) =>
  cli.command(
    'score',
    'compute the score of the challenge, or of the conditions that are graded',
    (yargs) =>
      yargs
        .option('truth', {
          type: 'string',
          demandOption: true,
          describe: 'labels (train.csv): study_id and one column per location',
        })
        .option('submission', {
          type: 'string',
          demandOption: true,
          describe: 'predictions (submission.csv): row_id, normal_mild, moderate, severe',
        })
        .option('missing', {
          choices: ['as-normal', 'left-out'] as const,
          default: 'as-normal' as const,
          describe:
            'how to treat locations without a label: count them as normal (like the original notebooks) or leave them out',
        })
        .option('json', { type: 'boolean', default: false, describe: 'print JSON' })
        .example(
          '$0 score --truth data/train.csv --submission out/submission.csv',
          'print the weighted log loss and its parts',
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
