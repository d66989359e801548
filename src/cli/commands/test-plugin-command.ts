import type { Argv } from 'yargs';
import { EXIT } from '../process/exit-codes.ts';

export const testPluginCommand = (cli: Argv) =>
  cli.command(
    'test-plugin <file>',
    'try the laws of sources, operators and outputs on those of a file; its code runs',
    (yargs) =>
      yargs
        .positional('file', { type: 'string', demandOption: true, describe: 'a TypeScript or JavaScript file' })
        .option('timeout', { type: 'number', default: 10, describe: 'seconds that anything a plugin does may take' })
        .option('json', { type: 'boolean', default: false, describe: 'results as JSON' })
        .example('$0 test-plugin my-operator.ts', 'a line for each law; exit status 2 where one is broken'),
    async ({ file, timeout, json }) => {
      const [{ testPluginFile }, { checkSeconds }] = await Promise.all([
        import('../handlers/test-plugin-file.ts'),
        import('../options/check-numbers.ts'),
      ]);
      checkSeconds({ timeout });
      const { text, broken } = await testPluginFile(file, { timeoutMs: timeout * 1000, json });
      process.stdout.write(text);
      process.exitCode = broken > 0 ? EXIT.usage : EXIT.done;
    },
  );
