import type { Argv } from 'yargs';

export const phantomCommand = (cli: Argv) =>
  cli.command(
    'phantom',
    'make synthetic studies with truth, in the layout of the challenge',
    (yargs) =>
      yargs
        .option('studies', { type: 'number', demandOption: true, describe: 'how many' })
        .option('out', { type: 'string', demandOption: true, describe: 'folder for them; must be new or empty' })
        .option('seed', { type: 'number', default: 1, describe: 'another seed, other studies' })
        .option('quirks', {
          type: 'boolean',
          default: true,
          describe: 'missing series, tilted blocks, odd numbering (--no-quirks)',
        })
        .option('difficulty', {
          type: 'string',
          default: 'easy',
          describe: 'easy, medium, hard or a number from 0 to 1: variation, artefacts, borders, reader error',
        })
        .example('$0 phantom --studies 20 --out phantoms --seed 7', 'twenty studies, the same ones every time'),
    async ({ studies, out, seed, quirks, difficulty }) => {
      const { phantomFromCommandLine } = await import('../handlers/phantom-from-command-line.ts');
      await phantomFromCommandLine({ studies, out, seed, quirks, difficulty });
    },
  );
