import type { Argv } from 'yargs';
import { setOption } from '../options/set-option.ts';

export const enqueueCommand = (cli: Argv) =>
  cli.command(
    'enqueue <pipeline>',
    'put a folder of studies into a NATS queue, for any number of workers',
    async (yargs) => {
      const { runOptions } = await import('../options/run-options.ts');
      return yargs
        .positional('pipeline', {
          type: 'string',
          demandOption: true,
          describe: 'the pipeline that the workers run: a file, or the name of one that ships',
        })
        .options(runOptions(['studies', 'models', 'descriptions', 'followLinks', 'backend', 'queueCredentials']))
        .demandOption('studies')
        .option('queue', {
          type: 'string',
          demandOption: true,
          describe: 'nats://host:4222/name; a queue of that name is made where there is none',
        })
        .option('set', setOption('pipeline'))
        .option('ids', {
          type: 'string',
          nargs: 1,
          describe: 'only these studies: a file with an id a line, or - for standard input',
        })
        .option('done', {
          type: 'string',
          array: true,
          default: [],
          describe: 'folders of results: studies that are there are not put into the queue',
        })
        .option('ack', {
          type: 'number',
          default: 60,
          describe: 'seconds: a worker of which nothing is heard for so long loses its studies to others',
        })
        .option('replicas', {
          type: 'number',
          default: 1,
          describe: 'servers of a NATS cluster that keep a copy each: 1, 3 or 5',
        })
        .example(
          '$0 enqueue two-stage --studies data --models models --queue nats://broker:4222/lumbar',
          'every study of a folder',
        )
        .example(
          '$0 run two-stage --studies data --models models --queue nats://broker:4222/lumbar --out out-1',
          'a worker; as many as you like',
        )
        .example('$0 status --queue nats://broker:4222/lumbar', 'done, left, in flight, pace')
        .example('$0 merge out-* --out out', 'when all is done')
        .example(
          '$0 enqueue two-stage --studies data --queue nats://broker:4222/again --done out-*',
          'what no journal has',
        );
    },
    async (given) => {
      const [{ enqueueFromCommandLine }, { keyValues }] = await Promise.all([
        import('../handlers/enqueue-from-command-line.ts'),
        import('../options/key-values.ts'),
      ]);
      await enqueueFromCommandLine({ ...given, studies: given.studies, variables: keyValues(given.set) });
    },
  );
