import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';
import { dashboardOption, logLevelOption, setOption } from '../options/shared-options.ts';

/** Run settings that apply to an endless stream of studies. */
const RUN_SETTINGS = [
  ...['out', 'models', 'concurrency', 'memoryBudget', 'modelsInMemory', 'batch', 'backend', 'device', 'threads'],
  ...['allowMismatch', 'retries', 'attempts', 'stepTimeoutS'],
] as const;

const options = async (yargs: Argv) => {
  const { runOptions } = await import('../options/run-options.ts');
  return yargs
    .positional('pipeline', {
      type: 'string',
      demandOption: true,
      describe: 'pipeline file, or name of a built-in pipeline, e.g. hospital',
    })
    .options(runOptions(RUN_SETTINGS))
    .demandOption('out')
    .describe('out', 'output folder, on this machine')
    .option('set', setOption('pipeline'))
    .options({
      host: { type: 'string', default: '127.0.0.1', describe: 'address to listen on' },
      port: { type: 'number', default: 8042, describe: 'port to listen on; 0: any free port' },
      'token-file': {
        type: 'string',
        describe: 'file of the token that senders must pass; default: SPINESTREAM_TOKEN',
      },
      'tls-cert': { type: 'string', describe: 'TLS certificate (PEM)' },
      'tls-key': { type: 'string', describe: 'key of the TLS certificate (PEM)' },
      insecure: {
        type: 'boolean',
        default: false,
        describe: 'allow a --host other than this machine without TLS, e.g. behind a proxy',
      },
      quiet: {
        type: 'number',
        default: 30,
        describe: 'seconds without a new instance before a study counts as complete',
      },
      stall: {
        type: 'number',
        default: 900,
        describe: 'seconds without a result, while studies wait, before /readyz fails',
      },
      'keep-days': {
        type: 'number',
        default: 30,
        describe: 'days to keep received instances after their result; 0: forever',
      },
      'max-instance': { type: 'string', default: '512MB', describe: 'maximum size of an instance' },
      'max-request': { type: 'string', default: '2GB', describe: 'maximum size of a request' },
      'min-free': {
        type: 'string',
        default: '1GB',
        describe: 'disk space to keep free; with less, studies are refused with 503',
      },
      'idle-timeout': {
        type: 'number',
        default: 60,
        describe: 'seconds before an idle connection is closed',
      },
      'request-timeout': { type: 'number', default: 900, describe: 'time limit for a request, in seconds' },
      dicomweb: {
        type: 'string',
        describe: 'DICOMweb server to read studies from that are sent as references ({"StudyInstanceUID": ...})',
      },
      dashboard: dashboardOption,
      'log-level': logLevelOption('minimum level of log.jsonl and service.jsonl in --out'),
    })
    .example(
      '$0 serve hospital --models weights/nano --out out',
      'serve on 127.0.0.1:8042 with the networks of the demo',
    )
    .example('$0 serve hospital --models models --set networks=full --out out', 'serve with your own networks')
    .example(
      '$0 serve hospital --models weights/nano --out out --host 0.0.0.0 --token-file token --tls-cert cert.pem --tls-key key.pem',
      'accept other machines',
    );
};

export type ServeArguments = Given<typeof options>;

export const serveCommand = (cli: Argv) =>
  cli.command(
    'serve <pipeline>',
    'grade studies that a PACS or router sends over DICOMweb (STOW-RS)',
    options,
    async (given) => (await import('../handlers/serve-from-command-line.ts')).serveFromCommandLine(given),
  );
