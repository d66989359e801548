import type { Argv } from 'yargs';
import { shippedPipelines } from '../../config/shipped.ts';
import { allowMismatchOption } from '../options/allow-mismatch-option.ts';
import { setOption } from '../options/set-option.ts';
import { EXIT } from '../process/exit-codes.ts';

/** Without a value they would silently be what they are by default. */
const WITH_A_VALUE = [
  ...['studies', 'out', 'models', 'descriptions', 'settle', 'in-flight', 'memory-budget', 'models-in-memory', 'batch'],
  ...['backend', 'threads', 'retry', 'max-failures', 'step-timeout', 'log-level'],
];

export const runCommand = (cli: Argv) =>
  cli.command(
    'run <pipeline>',
    'grade a folder of studies with a pipeline file',
    (yargs) =>
      yargs
        .positional('pipeline', {
          type: 'string',
          demandOption: true,
          describe: `a pipeline file, or the name of one that ships (${shippedPipelines().join(', ')})`,
        })
        .option('studies', {
          type: 'string',
          demandOption: true,
          describe: 'folder in the challenge layout, or any folder of study folders; becomes ${studies}',
        })
        .option('out', { type: 'string', demandOption: true, describe: 'folder for the results' })
        .option('models', { type: 'string', default: 'models', describe: 'folder of run folders; becomes ${models}' })
        .option('descriptions', {
          type: 'string',
          describe:
            'series descriptions (CSV), where not beside the studies; without any, DICOM headers tell the kinds',
        })
        .option('ids', {
          type: 'string',
          nargs: 1, // or yargs takes a lone - for something else
          describe: 'only these studies: a file with an id a line, or - for standard input',
        })
        .option('leave-out', {
          type: 'string',
          array: true,
          nargs: 1,
          describe: 'a study that is not to be tried, such as one that brings the process down; it counts as failed',
        })
        .option('watch', {
          type: 'boolean',
          describe: 'go on with studies that are added, until Ctrl-C',
        })
        .option('settle', {
          type: 'number',
          default: 10,
          describe: 'with --watch: seconds a study must not have changed',
        })
        .option('follow-links', {
          type: 'boolean',
          default: false,
          describe: 'studies may be links to folders elsewhere',
        })
        .option('set', setOption('pipeline'))
        .option('in-flight', { type: 'number', default: 2, describe: 'studies in work at a time; memory follows it' })
        .option('memory-budget', {
          type: 'string',
          describe: 'pixels that studies in work may hold together, such as 200MB',
        })
        .option('models-in-memory', {
          type: 'number',
          describe: 'networks in memory at a time; all by default (with few, raise --in-flight)',
        })
        .option('batch', {
          type: 'number',
          describe: 'rows of several studies through a network together; each study alone by default',
        })
        .option('backend', {
          type: 'string',
          default: 'onnx',
          describe:
            'what computes: onnx (fastest on a CPU), tfjs (the first of its backends that starts), or one of those',
        })
        .option('threads', { type: 'number', describe: 'threads of the network runtime; all cores by default' })
        .option('allow-mismatch', allowMismatchOption)
        .option('resume', { type: 'boolean', describe: 'continue the run whose results are in --out' })
        .option('retry-failed', { type: 'boolean', default: false, describe: 'with --resume: do failed studies again' })
        .option('redo-changed', {
          type: 'boolean',
          default: false,
          describe: 'with --resume: do studies again whose files changed',
        })
        .option('overwrite', { type: 'boolean', describe: 'discard the results that are in --out' })
        .option('retry', {
          type: 'number',
          default: 0,
          describe: 'number of retries for a study that failed for want of network, disk or time',
        })
        .option('max-failures', { type: 'number', describe: 'end the run when so many studies have failed' })
        .option('fail-fast', { type: 'boolean', default: false, describe: 'as --max-failures 1' })
        .option('step-timeout', {
          type: 'number',
          default: 600,
          describe: 'seconds after which a step of a study has failed',
        })
        .option('with-identifiers', {
          type: 'boolean',
          default: false,
          describe: 'pages of a report name studies and series by their folders; as --set identifiers=true',
        })
        .option('log-level', {
          choices: ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const,
          default: 'info' as const,
          describe: 'what goes into log.jsonl in --out',
        })
        .option('json', {
          type: 'boolean',
          default: false,
          describe: 'events and summary as JSON lines on standard output',
        })
        .requiresArg(WITH_A_VALUE)
        .conflicts('resume', 'overwrite')
        .conflicts('ids', 'watch')
        .example('$0 run two-stage --studies data --models models --out out', 'grade every study of a challenge folder')
        .example('$0 run two-stage --studies exported --out out', 'a folder of study folders that nobody described')
        .example('$0 run two-stage --studies data --out out --resume', 'continue after a stop, a crash or a full disk')
        .example(
          '$0 run my.yaml --studies images --descriptions series.csv --out out --set size=50',
          'a file and variables of your own',
        )
        .example('ls images | $0 run two-stage --studies images --ids - --out out', 'studies named by another program'),
    async (given) => {
      const { runFromCommandLine } = await import('../handlers/run-from-command-line.ts');
      const { failed, stopped } = await runFromCommandLine(given);
      const ended = failed > 0 ? EXIT.someFailed : EXIT.done;
      process.exitCode = stopped === 'asked' && !given.watch ? EXIT.interrupted : ended;
    },
  );
