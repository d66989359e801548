import type { Argv } from 'yargs';
import { EXIT } from '../process/exit-codes.ts';

export const demoCommand = (cli: Argv) =>
  cli.command(
    'demo',
    'grade synthetic studies with the bundled networks, in out/demo',
    (yargs) =>
      yargs
        .option('models', { type: 'string', describe: 'folder of run folders; default: the bundled nano networks' })
        .example('$0 demo', 'generate studies, grade and score them, and write a report'),
    async ({ models }) => {
      const { demoFromCommandLine } = await import('../handlers/demo-from-command-line.ts');
      process.exitCode = (await demoFromCommandLine(models)) ? EXIT.done : EXIT.someFailed;
    },
  );
