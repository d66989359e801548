import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';
import { setOption } from '../options/shared-options.ts';

const options = (yargs: Argv) =>
  yargs
    .positional('pipeline', {
      type: 'string',
      demandOption: true,
      describe: 'pipeline file, or name of a built-in pipeline',
    })
    .option('out', { type: 'string', describe: 'file to write, e.g. graph.svg; default: standard output' })
    .option('format', {
      choices: ['mermaid', 'svg'] as const,
      describe:
        'output format; default: by the ending of --out (.svg, or .mmd, .md, .txt), and mermaid on standard output',
    })
    .option('all', {
      type: 'boolean',
      default: false,
      describe: 'include edges that longer paths imply, e.g. from load-series to every crop-rois',
    })
    .option('set', setOption('pipeline'))
    .example('$0 graph two-stage', 'print Mermaid text, for a README or a merge request')
    .example('$0 graph my.yaml --out graph.svg', 'write a self-contained SVG')
    .epilogue(
      'Edges follow from what operators and outputs declare to read and write. Imports the files listed under "plugins", so their code runs.',
    );

export type GraphArguments = Given<typeof options>;

export const graphCommand = (cli: Argv) =>
  cli.command('graph <pipeline>', 'draw a pipeline as Mermaid text or SVG', options, async (given) => {
    const { graphFromCommandLine } = await import('../handlers/graph-from-command-line.ts');
    await graphFromCommandLine(given);
  });
