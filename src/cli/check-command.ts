import type { Argv } from 'yargs';
import { EXIT } from './exit-codes.ts';

export const checkCommand = (cli: Argv) =>
  cli.command(
    'check <pipelines..>',
    'check pipeline files: options, names, wiring; nothing is run',
    (yargs) =>
      yargs
        .positional('pipelines', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'pipeline files, or names of shipped ones',
        })
        .option('set', { type: 'string', array: true, default: [], describe: 'a variable of the file, key=value' })
        .option('json', { type: 'boolean', default: false, describe: 'findings as JSON, one a line' })
        .example('$0 check my.yaml', 'all findings at once, with file, line and column'),
    async ({ pipelines, set, json }) => {
      const [{ checkFiles }, { formatFinding }, { keyValues }] = await Promise.all([
        import('../pipelines/check-files.ts'),
        import('../pipelines/finding.ts'),
        import('./key-values.ts'),
      ]);
      const findings = await checkFiles(pipelines, keyValues(set));
      for (const finding of findings)
        process.stdout.write(`${json ? JSON.stringify(finding) : formatFinding(finding)}\n`);
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      if (!json)
        process.stderr.write(`${pipelines.length} checked: ${errors} errors, ${findings.length - errors} warnings\n`);
      process.exitCode = errors > 0 ? EXIT.usage : EXIT.done;
    },
  );
