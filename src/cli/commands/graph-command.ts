import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';
import { setOption } from '../options/set-option.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('pipeline', {
      type: 'string',
      demandOption: true,
      describe: 'a pipeline file, or the name of a shipped one',
    })
    .option('out', { type: 'string', describe: 'file to write, such as graph.svg; standard output by default' })
    .option('format', {
      choices: ['mermaid', 'svg'] as const,
      describe: 'default: by the ending of --out (.svg, or .mmd, .md, .txt), and mermaid on standard output',
    })
    .option('all', {
      type: 'boolean',
      default: false,
      describe: 'also edges that a longer way implies, such as from load-series to every crop-rois',
    })
    .option('set', setOption('pipeline'))
    .example('$0 graph two-stage', 'Mermaid text, for a README or a merge request')
    .example('$0 graph my.yaml --out graph.svg', 'a picture that stands alone')
    .epilogue('What operators and outputs declare to read and write makes the edges; plugin files are imported.');

export type GraphArguments = Given<typeof options>;

export const graphCommand = (cli: Argv) =>
  cli.command('graph <pipeline>', 'draw a pipeline: Mermaid text, or SVG', options, async (given) => {
    const { graphFromCommandLine } = await import('../handlers/graph-from-command-line.ts');
    await graphFromCommandLine(given);
  });
