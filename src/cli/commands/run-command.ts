import type { Argv } from 'yargs';
import { shippedPipelines } from '../../config/shipped.ts';
import { dashboardOption, logLevelOption, setOption } from '../options/shared-options.ts';
import { EXIT } from '../process/exit-codes.ts';

export const runCommand = (cli: Argv) =>
  cli.command(
    'run <pipeline>',
    'grade studies with a pipeline',
    async (yargs) => {
      const { EXISTING_OPTIONS, runOptions } = await import('../options/run-options.ts');
      return yargs
        .positional('pipeline', {
          type: 'string',
          demandOption: true,
          describe: `pipeline file, or name of a built-in pipeline (${shippedPipelines().join(', ')})`,
        })
        .options(runOptions())
        .demandOption('out')
        .options(EXISTING_OPTIONS)
        .option('ids', {
          type: 'string',
          nargs: 1, // otherwise yargs does not accept a lone -
          describe: 'file of the study ids to process, one per line, or - for standard input',
        })
        .option('set', setOption('pipeline'))
        .option('with-identifiers', {
          type: 'boolean',
          default: false,
          describe: 'show folder names of studies and series in the report, like --set identifiers=true',
        })
        .option('log-level', logLevelOption('minimum level of log.jsonl in --out'))
        .option('dashboard', dashboardOption)
        .option('json', { type: 'boolean', default: false, describe: 'print events and summary as JSON lines' })
        .option('metrics', {
          type: 'string',
          describe: 'serve Prometheus metrics at [host:]port, path /metrics; without a host, to this machine only',
        })
        .conflicts('ids', 'watch')
        .conflicts('queue', ['ids', 'watch', 'shard'])
        .example(
          '$0 run two-stage --studies data --models models --out out',
          'grade all studies of a folder in the layout of the challenge',
        )
        .example(
          '$0 run two-stage --studies data --models weights/nano --set networks=nano --out out',
          'try it with the bundled networks, which know synthetic studies only',
        )
        .example('$0 run two-stage --studies exported --out out', 'grade a folder of study folders')
        .example('$0 run two-stage --studies data --out out --resume', 'continue after a stop, a crash or a full disk')
        .example(
          '$0 run my.yaml --studies images --descriptions series.csv --out out --set size=50',
          'use your own pipeline file and variables',
        )
        .example(
          '$0 run two-stage --studies data --out out-2 --shard 2/8',
          'process the third of eight shards; merge combines them',
        )
        .example(
          '$0 run two-stage --studies data --out out-$SLURM_ARRAY_TASK_ID --shard env/8',
          'process one shard per task of a Slurm array 0-7',
        )
        .example(
          '$0 run two-stage --studies data --out out-$HOSTNAME --queue nats://broker:4222/lumbar',
          'take studies from a queue that enqueue filled',
        )
        .example('$0 run two-stage --studies data --out out --dashboard', 'serve a live page of the run')
        .example(
          'ls images | $0 run two-stage --studies images --ids - --out out',
          'grade the studies that another program lists',
        );
    },
    async (given) => {
      const [{ runFromCommandLine }, { existingOf, settingsFrom }, { keyValues }, { dashboardPort }] =
        await Promise.all([
          import('../handlers/run-from-command-line.ts'),
          import('../options/run-options.ts'),
          import('../options/key-values.ts'),
          import('../options/dashboard-port.ts'),
        ]);
      const variables = { ...keyValues(given.set), ...(given.withIdentifiers && { identifiers: 'true' }) };
      const settings = settingsFrom(given, { existing: existingOf(given), variables });
      const { pipeline, ids, json, logLevel, metrics } = given;
      const { failed, stopped } = await runFromCommandLine({
        ...{ pipeline, ids, json, logLevel, metrics, settings },
        dashboard: dashboardPort(given.dashboard),
      });
      const ended = failed > 0 ? EXIT.someFailed : EXIT.done;
      process.exitCode = stopped === 'asked' && !settings.watch ? EXIT.interrupted : ended;
    },
  );
