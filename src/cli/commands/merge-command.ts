import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('parts', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'folders of results: all shards of a whole, workers of a queue, or runs over several lists of studies',
    })
    .option('out', { type: 'string', demandOption: true, describe: 'folder for the merged results' })
    .option('tolerance', {
      type: 'number',
      describe: 'by so much numbers may differ in several results of one study, of which one is taken [default: 1e-6]',
    })
    .option('ids', { type: 'string', describe: 'studies that must be there: a file with an id a line' })
    .option('format', {
      choices: ['csv', 'parquet'] as const,
      default: 'csv' as const,
      describe: 'of the tables; evaluate reads csv',
    })
    .option('part-rows', {
      type: 'number',
      describe: 'make each table a folder of files with at most so many rows',
    })
    .option('overwrite', { type: 'boolean', default: false, describe: 'discard the results that are in --out' })
    .example(
      '$0 merge out-0 out-1 out-2 --out out',
      'after run --shard 0/3, 1/3 and 2/3: the files that one run would have written',
    )
    .example(
      '$0 merge worker-* --out out --ids studies.txt',
      'after the workers of a queue: every listed study must be there',
    )
    .example('$0 merge cpu gpu --out out --tolerance 1e-4', 'where some studies were graded on different processors')
    .example(
      '$0 merge worker-* --out out --format parquet --part-rows 10000000',
      'tables for pandas, Spark or DuckDB: out/submission.parquet/part-00000.parquet, ...',
    );

export type MergeArguments = Given<typeof options>;

export const mergeCommand = (cli: Argv) =>
  cli.command(
    'merge <parts..>',
    'make one result of those of several runs that shared the studies',
    options,
    async ({ parts, out, tolerance, ids, overwrite, format, partRows }) => {
      const { mergeFromCommandLine } = await import('../handlers/merge-from-command-line.ts');
      await mergeFromCommandLine({ parts, out, tolerance, ids, overwrite, format, partRows });
    },
  );
