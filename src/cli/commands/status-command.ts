import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';

const options = (yargs: Argv) =>
  yargs
    .option('queue', { type: 'string', demandOption: true, describe: 'nats://host:4222/name' })
    .option('queue-credentials', {
      type: 'string',
      describe: 'path of a .creds file; default: NATS_CREDS, NATS_USER and NATS_PASSWORD, or NATS_TOKEN',
    })
    .option('seconds', {
      type: 'number',
      default: 5,
      describe: 'seconds to measure the pace for; 0: only counts',
    })
    .option('format', {
      choices: ['text', 'json', 'prometheus'] as const,
      default: 'text' as const,
      describe: 'output format: one line, JSON, or the text format of Prometheus',
    })
    .example(
      '$0 status --queue nats://broker:4222/lumbar',
      'show studies done, left and in flight, pace and remaining time',
    )
    .example(
      '$0 status --queue nats://broker:4222/lumbar --seconds 0 --format prometheus',
      'write metrics for a textfile collector of Prometheus',
    );

export type StatusArguments = Given<typeof options>;

export const statusCommand = (cli: Argv) =>
  cli.command('status', 'show the progress of a queue', options, async (given) =>
    (await import('../handlers/status-from-command-line.ts')).statusFromCommandLine(given),
  );
