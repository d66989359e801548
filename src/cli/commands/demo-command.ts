import type { Argv } from 'yargs';
import { EXIT } from '../process/exit-codes.ts';

export const demoCommand = (cli: Argv) =>
  cli.command(
    'demo',
    'grade synthetic studies with the networks that ship, in out/demo',
    (yargs) =>
      yargs
        .option('models', { type: 'string', describe: 'folder of run folders; the shipped nano networks by default' })
        .example('$0 demo', 'studies, grades, their score and a report, with nothing of your own'),
    async ({ models }) => {
      const { demoFromCommandLine } = await import('../handlers/demo-from-command-line.ts');
      process.exitCode = (await demoFromCommandLine(models)) ? EXIT.done : EXIT.someFailed;
    },
  );
