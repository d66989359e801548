import { expect } from 'chai';
import yargs from 'yargs';
import { checkGiven } from '../../../src/cli/options/check-given.ts';

/** What a command line of options of every sort says of its arguments. */
const complaint = async (...args: readonly string[]): Promise<string> => {
  const cli = yargs([...args])
    .exitProcess(false)
    .command('run [files..]', 'x', (one) =>
      one
        .option('concurrency', { type: 'number' })
        .option('out', { type: 'string' })
        .option('level', { choices: ['a', 'b'] })
        .option('json', { type: 'boolean' })
        .option('fold', { type: 'number', array: true })
        .option('dashboard', { type: 'string' })
        .option('set', { type: 'string', array: true, nargs: 1 }),
    )
    .check(checkGiven(args), true)
    .fail((message, error) => {
      throw error ?? new Error(message);
    });
  try {
    await cli.parseAsync();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('checkGiven', () => {
  const repeated: readonly (readonly [option: string, args: readonly string[]])[] = [
    ['concurrency', ['--concurrency', '1', '--concurrency', '2']],
    ['concurrency', ['--concurrency', '1', '--concurrency', '1']], // which yargs would add up
    ['concurrency', ['--concurrency=3', '--concurrency', '3']],
    ['out', ['--out', 'a', '--out=b']],
    ['level', ['--level', 'a', '--level', 'b']],
  ];
  for (const [option, args] of repeated)
    it(`refuses ${args.join(' ')}`, async () => {
      expect(await complaint('run', ...args)).to.equal(
        `--${option} given more than once, but it takes a single value; remove all but one`,
      );
    });

  for (const [reason, args] of [
    ['--concurrency many: expected a number', ['--concurrency', 'many']],
    ['--concurrency 1e999: expected a number', ['--concurrency=1e999']],
    ['--fold x: expected a number', ['--fold', '1', 'x', '2']],
    ['--out has no value; add one, or omit the option', ['--out']],
    ['--out has no value; add one, or omit the option', ['--out=']],
    ['--out has no value; add one, or omit the option', ['--out', '--json']],
    ['--concurrency has no value; add one, or omit the option', ['--concurrency', '--out', 'a']],
    ['unknown option -json; did you mean "--json"?', ['-json']],
  ] as const)
    it(`refuses ${args.join(' ')}`, async () => {
      expect(await complaint('run', ...args)).to.equal(reason);
    });

  const allowed: readonly (readonly string[])[] = [
    ['--concurrency', '1', '--out', 'a'],
    ['--set', 'a=1', '--set', 'b=2'],
    ['--json', '--json'],
    ['--concurrency', '-1', '--out', '-'],
    ['--concurrency', '1e-6', 'not-a-number'],
    ['--fold', '1', '2'],
    ['--dashboard'],
    ['a', 'a'],
    ['--out', 'a', '--', '--out', 'b'],
  ];
  for (const args of allowed)
    it(`allows ${args.join(' ')}`, async () => {
      expect(await complaint('run', ...args)).to.equal('');
    });
});
