import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';
import { setOption, studiesOptions } from '../../options/shared-options.ts';

const METHODS = ['auto', 'percentile', 'entropy', 'minmax'] as const;

const options = (yargs: Argv) =>
  yargs
    .positional('runFolder', { type: 'string', demandOption: true, describe: 'run folder of the networks' })
    .option('calibrate', {
      type: 'string',
      demandOption: true,
      describe: 'folder of typical studies, for the ranges of activations and for the comparison',
    })
    .option('pipeline', {
      type: 'string',
      default: 'two-stage',
      describe: 'pipeline whose steps feed the networks: a file, or the name of a shipped one',
    })
    .option('models', {
      type: 'string',
      describe: 'folder of run folders for the pipeline; default: the folder of this run folder',
    })
    .option('set', setOption('pipeline'))
    .options(studiesOptions)
    .option('fold', { type: 'number', describe: 'only this fold, from 1; default: those of the pipeline' })
    .option('studies', {
      type: 'number',
      default: 100, // 32 studies (160 peaks) said 99% within 1 mm where 300 others had 97%
      describe: 'use at most this many studies; their inputs stay in memory (about 5 to 16 MB each at 512 px)',
    })
    .option('method', {
      choices: METHODS,
      default: 'auto' as const,
      describe:
        'how ranges follow from the observed values: without the outermost 0.01%, by information, or all of them; auto takes the closest',
    })
    .option('min-speedup', {
      type: 'number',
      default: 1.2,
      describe: 'keep int8 only if it is this many times faster, in CPU time',
    })
    .option('max-peak-shift-mm', {
      type: 'number',
      default: 1,
      describe: 'keypoint networks: 99% of the peaks must stay within this distance',
    })
    .option('max-probability-change', {
      type: 'number',
      default: 0.05,
      describe: 'region networks: 99% of the locations must stay within this change of a probability',
    })
    .option('max-score-change', {
      type: 'number',
      default: 0.005,
      describe: 'region networks, if the studies have labels (train.csv): limit of the change of the weighted log loss',
    })
    .option('rounds', {
      type: 'number',
      default: 10,
      describe: 'number of timed runs of each network; the fastest counts',
    })
    .option('threads', {
      type: 'number',
      describe: 'threads of the inference runtime; default: all cores, or the quota of the container',
    })
    .example('$0 quantise models/coord_sagt2 --calibrate data', 'then grade with spinestream run --precision int8')
    .example(
      '$0 quantise weights/nano/nano_spinal --calibrate phantoms --pipeline demo',
      'for a model of another pipeline',
    )
    .example(
      '$0 quantise models/spinal_resnet18 --calibrate data --max-probability-change 0.01',
      'with a stricter limit; more layers stay in float32',
    );

export type QuantiseArguments = Given<typeof options>;

export const quantiseCommand = (cli: Argv) =>
  cli.command(
    'quantise <runFolder>',
    'make int8 networks of a run folder, measure them here, and keep those that are faster and close enough',
    options,
    async (given) => (await import('../../handlers/quantise-from-command-line.ts')).quantiseFromCommandLine(given),
  );
