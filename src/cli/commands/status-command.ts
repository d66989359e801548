import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';

const options = (yargs: Argv) =>
  yargs
    .option('queue', { type: 'string', demandOption: true, describe: 'nats://host:4222/name' })
    .option('queue-credentials', {
      type: 'string',
      describe: 'a .creds file; else NATS_CREDS, NATS_USER and NATS_PASSWORD, or NATS_TOKEN',
    })
    .option('seconds', {
      type: 'number',
      default: 5,
      describe: 'how long to look, for the pace; 0 for counts alone',
    })
    .option('format', {
      choices: ['text', 'json', 'prometheus'] as const,
      default: 'text' as const,
      describe: 'one line, JSON, or the text format of Prometheus',
    })
    .example('$0 status --queue nats://broker:4222/lumbar', 'done, left, in flight, pace and time left')
    .example(
      '$0 status --queue nats://broker:4222/lumbar --seconds 0 --format prometheus',
      'for a textfile collector of Prometheus',
    );

export type StatusArguments = Given<typeof options>;

export const statusCommand = (cli: Argv) =>
  cli.command(
    'status',
    'how far the studies of a queue are',
    options,
    async ({ queue, queueCredentials, seconds, format }) => {
      const { statusFromCommandLine } = await import('../handlers/status-from-command-line.ts');
      await statusFromCommandLine({ queue, queueCredentials, seconds, format });
    },
  );
