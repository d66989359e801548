#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { checkCommand } from './commands/check-command.ts';
import { compareCommand } from './commands/compare-command.ts';
import { demoCommand } from './commands/demo-command.ts';
import { driftCommand } from './commands/drift-command.ts';
import { enqueueCommand } from './commands/enqueue-command.ts';
import { evaluateCommand } from './commands/evaluate-command.ts';
import { graphCommand } from './commands/graph-command.ts';
import { inspectCommand } from './commands/inspect-command.ts';
import { operatorsCommand, outputsCommand, sourcesCommand } from './commands/listing-commands.ts';
import { mergeCommand } from './commands/merge-command.ts';
import { coordsCommand } from './commands/models/coords-command.ts';
import { exportCommand } from './commands/models/export-command.ts';
import { imageStatisticsCommand } from './commands/models/image-statistics-command.ts';
import { importCommand } from './commands/models/import-command.ts';
import { featuresCommand, peaksCommand } from './commands/models/measure-commands.ts';
import { modelsCommand } from './commands/models/models-command.ts';
import { previewCommand } from './commands/models/preview-command.ts';
import { quantiseCommand } from './commands/models/quantise-command.ts';
import { trainCommand } from './commands/models/train-command.ts';
import { newCommand } from './commands/new-command.ts';
import { phantomCommand } from './commands/phantom-command.ts';
import { runCommand } from './commands/run-command.ts';
import { schemaCommand } from './commands/schema-command.ts';
import { scoreCommand } from './commands/score-command.ts';
import { serveCommand } from './commands/serve-command.ts';
import { statusCommand } from './commands/status-command.ts';
import { testPluginCommand } from './commands/test-plugin-command.ts';
import { viewCommand } from './commands/view-command.ts';
import { checkGiven } from './options/check-given.ts';
import { endIfAsked } from './process/end-with-command.ts';
import { EXIT } from './process/exit-codes.ts';
import { setHeapForBuffers } from './process/heap-flags.ts';
import { noEarlyExit } from './process/no-early-exit.ts';
import { reportFailure } from './process/report-failure.ts';
import { type CommandLine, parserMessage } from './terminal/parser-message.ts';

setHeapForBuffers();

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

const commands = [
  demoCommand,
  runCommand,
  mergeCommand,
  serveCommand,
  enqueueCommand,
  statusCommand,
  viewCommand,
  checkCommand,
  graphCommand,
  inspectCommand,
  importCommand,
  exportCommand,
  modelsCommand,
  sourcesCommand,
  operatorsCommand,
  outputsCommand,
  newCommand,
  testPluginCommand,
  schemaCommand,
  phantomCommand,
  scoreCommand,
  evaluateCommand,
  compareCommand,
  driftCommand,
  trainCommand,
  peaksCommand,
  featuresCommand,
  imageStatisticsCommand,
  previewCommand,
  coordsCommand,
  quantiseCommand,
];

/** Whether the parser raised the error, such as for an option without its value. */
const isOfParser = (error: unknown): error is Error => error instanceof Error && error.name === 'YError';

const given = hideBin(process.argv);
const args = given[0] === 'help' && given.length > 1 ? [...given.slice(1), '--help'] : given; // as git and npm take it

const refuse = (message: string, line: Omit<CommandLine, 'args'>): never => {
  process.stderr.write(`${parserMessage(message, { args, ...line })}\n`);
  process.exit(EXIT.usage);
};

/** Returns the options of the command: yargs passes its usage here, which its types lack. */
const optionsIn = (usage: object): readonly string[] => {
  const descriptions: unknown =
    'getDescriptions' in usage && usage.getDescriptions instanceof Function ? usage.getDescriptions() : {};
  return Object.keys(descriptions ?? {});
};

/** The usage line of the command, such as `$0 run <pipeline>`. */
const usageIn = (usage: object): string => {
  const lines: unknown = 'getUsage' in usage && usage.getUsage instanceof Function ? usage.getUsage() : [];
  return Array.isArray(lines) && Array.isArray(lines[0]) ? String(lines[0][0]) : '';
};

/** The names of all commands, as long as yargs has recognised none. */
const commandsIn = (usage: object): readonly string[] => {
  const commands: unknown = 'getCommands' in usage && usage.getCommands instanceof Function ? usage.getCommands() : [];
  return Array.isArray(commands) ? commands.map(([command]) => String(command).split(' ')[0] ?? '') : [];
};

let mayExit = () => {};

const cli = yargs(args)
  .scriptName('spinestream')
  .usage(
    '$0 <command>\n\nStreams lumbar-spine MRI studies through operators and grades 25 locations each.\nFor research only; not a medical device.',
  )
  .parserConfiguration({ 'short-option-groups': false }) // -out is a mistyped --out, not -o -u -t
  .demandCommand(1, 'Name a command; see spinestream --help.')
  .strict()
  .version(version)
  .alias('help', 'h')
  .middleware(() => {
    mayExit = noEarlyExit();
  })
  .check(checkGiven(args), true)
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .epilogue('spinestream <command> --help shows the options of a command, with examples.')
  .fail((message, error, usage) => {
    if (error !== undefined && error !== null && !isOfParser(error)) throw error;
    const line = { options: optionsIn(usage), usage: usageIn(usage), commands: commandsIn(usage) };
    refuse(message ?? error?.message, line);
  });

for (const command of commands) command(cli);

/** The reader of the output may leave (`| head`, a closed terminal); the work continues. */
const ignoreLeft = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};
process.stdout.on('error', ignoreLeft);
process.stderr.on('error', ignoreLeft);

try {
  await cli.parseAsync();
} catch (error) {
  if (isOfParser(error)) refuse(error.message, { options: [] }); // for commands with asynchronously built options
  reportFailure(error);
}
mayExit();
endIfAsked();
