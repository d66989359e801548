import type { Argv } from 'yargs';
import { endWithCommand } from '../process/end-with-command.ts';
import { EXIT } from '../process/exit-codes.ts';

export const testPluginCommand = (cli: Argv) =>
  cli.command(
    'test-plugin <file>',
    'check the plugins of a file against the laws of their kind; its code runs',
    (yargs) =>
      yargs
        .positional('file', { type: 'string', demandOption: true, describe: 'a TypeScript or JavaScript file' })
        .option('timeout', { type: 'number', default: 10, describe: 'time limit for each check, in seconds' })
        .option('json', { type: 'boolean', default: false, describe: 'print JSON' })
        .example('$0 test-plugin my-operator.ts', 'print one line per law; exit status 2 if any is broken'),
    async ({ file, timeout, json }) => {
      const [{ testPluginFile }, { checkNumbers, POSITIVE }] = await Promise.all([
        import('../handlers/test-plugin-file.ts'),
        import('../options/check-numbers.ts'),
      ]);
      checkNumbers(POSITIVE, { timeout });
      const { text, broken } = await testPluginFile(file, { timeoutMs: timeout * 1000, json });
      process.stdout.write(text);
      process.exitCode = broken > 0 ? EXIT.usage : EXIT.done;
      endWithCommand(); // a plugin may have left a timer or a server behind
    },
  );
