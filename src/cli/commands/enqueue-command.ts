import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';
import { setOption } from '../options/shared-options.ts';

const options = async (yargs: Argv) => {
  const { runOptions } = await import('../options/run-options.ts');
  return yargs
    .positional('pipeline', {
      type: 'string',
      demandOption: true,
      describe: 'pipeline of the workers: a pipeline file, or name of a built-in pipeline',
    })
    .options(runOptions(['studies', 'models', 'descriptions', 'followLinks', 'backend', 'queueCredentials']))
    .demandOption('studies')
    .option('queue', {
      type: 'string',
      demandOption: true,
      describe: 'nats://host:4222/name; the queue is created if it does not exist',
    })
    .option('set', setOption('pipeline'))
    .option('ids', {
      type: 'string',
      nargs: 1,
      describe: 'file of the study ids to enqueue, one per line, or - for standard input',
    })
    .option('done', {
      type: 'string',
      array: true,
      default: [],
      describe: 'output folders whose studies are left out',
    })
    .option('ack', {
      type: 'number',
      default: 60,
      describe: 'seconds without a report from a worker before its studies are redelivered to others',
    })
    .option('replicas', {
      type: 'number',
      default: 1,
      describe: 'number of copies in a NATS cluster: 1, 3 or 5',
    })
    .example(
      '$0 enqueue two-stage --studies data --models models --queue nats://broker:4222/lumbar',
      'enqueue all studies of a folder',
    )
    .example(
      '$0 run two-stage --studies data --models models --queue nats://broker:4222/lumbar --out out-1',
      'start a worker; any number may run',
    )
    .example('$0 status --queue nats://broker:4222/lumbar', 'show studies done, left and in flight, and the pace')
    .example('$0 merge out-* --out out', 'merge the results when all studies are done')
    .example(
      '$0 enqueue two-stage --studies data --queue nats://broker:4222/again --done out-*',
      'enqueue the studies that have no result yet',
    );
};

export type EnqueueArguments = Given<typeof options>;

export const enqueueCommand = (cli: Argv) =>
  cli.command(
    'enqueue <pipeline>',
    'fill a NATS queue with the studies of a folder, for any number of workers',
    options,
    async (given) => (await import('../handlers/enqueue-from-command-line.ts')).enqueueFromCommandLine(given),
  );
