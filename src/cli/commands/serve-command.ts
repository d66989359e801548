import type { Argv } from 'yargs';
import { dashboardOption } from '../options/dashboard-option.ts';
import { logLevelOption } from '../options/log-level-option.ts';
import { setOption } from '../options/set-option.ts';

/** Run settings that apply to an endless stream of studies. */
const RUN_SETTINGS = [
  ...['out', 'models', 'concurrency', 'memoryBudget', 'modelsInMemory', 'batch', 'backend', 'device', 'threads'],
  ...['allowMismatch', 'retries', 'stepTimeoutS'],
] as const;

export const serveCommand = (cli: Argv) =>
  cli.command(
    'serve <pipeline>',
    'grade studies that a PACS or a router sends by DICOMweb (STOW-RS)',
    async (yargs) => {
      const { runOptions } = await import('../options/run-options.ts');
      return yargs
        .positional('pipeline', {
          type: 'string',
          demandOption: true,
          describe: 'a pipeline file, or the name of one that ships, such as hospital',
        })
        .options(runOptions(RUN_SETTINGS))
        .demandOption('out')
        .option('set', setOption('pipeline'))
        .options({
          host: { type: 'string', default: '127.0.0.1', describe: 'address to listen at' },
          port: { type: 'number', default: 8042, describe: 'port to listen at; 0 takes a free one' },
          'token-file': {
            type: 'string',
            describe: 'file with the token that senders give; without it SPINESTREAM_TOKEN',
          },
          'tls-cert': { type: 'string', describe: 'certificate (PEM)' },
          'tls-key': { type: 'string', describe: 'its key (PEM)' },
          insecure: {
            type: 'boolean',
            default: false,
            describe: 'allow another --host without TLS, as behind a proxy',
          },
          quiet: { type: 'number', default: 30, describe: 'seconds after the last instance until a study is graded' },
          stall: {
            type: 'number',
            default: 900,
            describe: 'seconds without a result, while studies wait, after which /readyz fails',
          },
          'keep-days': {
            type: 'number',
            default: 30,
            describe: 'days that received instances stay after their result; 0 keeps them',
          },
          'max-instance': { type: 'string', default: '512MB', describe: 'the largest instance' },
          'max-request': { type: 'string', default: '2GB', describe: 'the largest request' },
          'min-free': { type: 'string', default: '1GB', describe: 'left on the disk for results' },
          'idle-timeout': {
            type: 'number',
            default: 60,
            describe: 'seconds after which a silent connection is closed',
          },
          'request-timeout': { type: 'number', default: 900, describe: 'seconds that a request may take' },
          dicomweb: {
            type: 'string',
            describe: 'DICOMweb server that has the studies of references ({"StudyInstanceUID": ...})',
          },
          dashboard: dashboardOption,
          'log-level': logLevelOption('what goes into log.jsonl and service.jsonl in --out'),
        })
        .example('$0 serve hospital --out out --dashboard 8043', 'with a page at 127.0.0.1:8043 that shows the work')
        .example('$0 serve hospital --models models --out out', 'on 127.0.0.1:8042, for a PACS on this machine')
        .example(
          '$0 serve hospital --out out --host 0.0.0.0 --token-file token --tls-cert cert.pem --tls-key key.pem',
          'for other machines',
        );
    },
    async (given) => {
      const [{ serveFromCommandLine }, { settingsFrom }, { keyValues }, { dashboardPort }] = await Promise.all([
        import('../handlers/serve-from-command-line.ts'),
        import('../options/run-options.ts'),
        import('../options/key-values.ts'),
        import('../options/dashboard-port.ts'),
      ]);
      const settings = settingsFrom(given, { variables: keyValues(given.set) });
      await serveFromCommandLine({ ...given, settings, dashboardPort: dashboardPort(given.dashboard) });
    },
  );
