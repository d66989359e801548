import { expect } from 'chai';
import yargs from 'yargs';
import { givenOnce } from '../../../src/cli/options/given-once.ts';

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
        .option('set', { type: 'string', array: true, nargs: 1 }),
    )
    .check(givenOnce(args), true)
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

describe('givenOnce', () => {
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

  const allowed: readonly (readonly string[])[] = [
    ['--concurrency', '1', '--out', 'a'],
    ['--set', 'a=1', '--set', 'b=2'],
    ['--json', '--json'],
    ['a', 'a'],
    ['--out', 'a', '--', '--out', 'b'],
  ];
  for (const args of allowed)
    it(`allows ${args.join(' ')}`, async () => {
      expect(await complaint('run', ...args)).to.equal('');
    });
});
