import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('parts', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'output folders: all shards of a run, workers of a queue, or runs over different lists of studies',
    })
    .option('out', { type: 'string', demandOption: true, describe: 'folder for the merged results' })
    .option('tolerance', {
      type: 'number',
      describe: 'largest difference between results of the same study; one of them is kept [default: 1e-6]',
    })
    .option('ids', { type: 'string', describe: 'file of the study ids that must have a result, one per line' })
    .option('format', {
      choices: ['csv', 'parquet'] as const,
      default: 'csv' as const,
      describe: 'format of the tables; evaluate reads csv',
    })
    .option('part-rows', {
      type: 'number',
      describe: 'split each table into files of at most this many rows, in a folder',
    })
    .option('overwrite', { type: 'boolean', default: false, describe: 'discard existing results in --out' })
    .example(
      '$0 merge out-0 out-1 out-2 --out out',
      'merge three shards into the files that a single run would have written',
    )
    .example(
      '$0 merge worker-* --out out --ids studies.txt',
      'merge the workers of a queue; every listed study must have a result',
    )
    .example('$0 merge cpu gpu --out out --tolerance 1e-4', 'accept studies that were graded on different processors')
    .example(
      '$0 merge worker-* --out out --format parquet --part-rows 10000000',
      'write tables for pandas, Spark or DuckDB: out/submission.parquet/part-00000.parquet, ...',
    );

export type MergeArguments = Given<typeof options>;

export const mergeCommand = (cli: Argv) =>
  cli.command(
    'merge <parts..>',
    'merge the results of shards, of workers or of runs over different studies',
    options,
    async (given) => (await import('../handlers/merge-from-command-line.ts')).mergeFromCommandLine(given),
  );
