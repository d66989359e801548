import type { Argv } from 'yargs';
import type { Given } from '../options/given.ts';
import { seriesOption, setOption, studiesOptions } from '../options/shared-options.ts';
import { EXIT } from '../process/exit-codes.ts';

/** Run settings available as options; they apply only with a pipeline. */
const SETTINGS = ['models', 'concurrency', 'modelsInMemory', 'batch', 'backend', 'device', 'threads'] as const;

const options = async (yargs: Argv) => {
  const { EXISTING_OPTIONS, runOptions } = await import('../options/run-options.ts');
  return yargs
    .positional('what', {
      type: 'string',
      array: true,
      demandOption: true,
      describe:
        'output folders of runs or submission.csv files (several form an ensemble), or a pipeline to run out of fold first',
    })
    .option('labels', { type: 'string', describe: 'labels (train.csv); default: the file next to the studies' })
    .option('coordinates', {
      type: 'string',
      describe:
        'labelled points (train_label_coordinates.csv), for keypoint errors; default: the file next to the studies',
    })
    .option('readers', {
      type: 'string',
      array: true,
      describe: 'labels by readers, like train.csv, for agreement',
    })
    .option('groups', { type: 'string', describe: 'CSV file with study_id and columns that define subgroups' })
    .option('against', { type: 'string', describe: 'run or submission to compare with, paired by study' })
    .option('studies', {
      type: 'string',
      describe: 'folder in the layout of the challenge; required for a pipeline, default: the folder of the run',
    })
    .options(studiesOptions)
    .option('out', {
      type: 'string',
      describe: 'output folder; required for a pipeline, default: the folder of the first run',
    })
    .option('seed', { type: 'number', default: 42, describe: 'seed of resamples and nested folds' })
    .option('resamples', { type: 'number', default: 1000, describe: 'number of resamples for the 95% intervals' })
    .option('nested-folds', {
      type: 'number',
      default: 5,
      describe: 'number of folds for fitted temperatures, ensemble weights and the baseline',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print evaluation.json' })
    .option('held-out', {
      type: 'boolean',
      default: false,
      describe: 'skip studies that every trained fold of a model has seen, instead of refusing',
    })
    .option('series', seriesOption)
    .option('limit', { type: 'number', describe: 'maximum number of studies' })
    .option('set', setOption('pipeline'))
    .options(runOptions(SETTINGS))
    .options(EXISTING_OPTIONS)
    .group(
      [
        'models',
        'held-out',
        'limit',
        'set',
        'concurrency',
        'models-in-memory',
        'batch',
        'backend',
        'device',
        'threads',
        'resume',
        'overwrite',
      ],
      'With a pipeline:',
    )
    .example('$0 evaluate out', 'evaluate a finished run against the labels next to its studies')
    .example('$0 evaluate out --against earlier-out', 'compare two runs, paired by study')
    .example('$0 evaluate submission.csv --labels train.csv', 'evaluate predictions of any origin')
    .example(
      '$0 evaluate split --studies data --models models --out out',
      'run a pipeline out of fold, then evaluate it',
    )
    .example('$0 evaluate out-resnet out-swin out-convnext --out ensemble', 'evaluate an ensemble and fit its weights');
};

export type EvaluateArguments = Given<typeof options>;

export const evaluateCommand = (cli: Argv) =>
  cli.command(
    'evaluate <what..>',
    'compare predictions with labels: scores, intervals, confidence, subgroups, agreement, keypoints',
    options,
    async (given) => {
      const [{ evaluateFromCommandLine }, { settingsFrom }] = await Promise.all([
        import('../handlers/evaluate-from-command-line.ts'),
        import('../options/run-options.ts'),
      ]);
      const { interrupted, failed } = await evaluateFromCommandLine(
        given,
        settingsFrom(given, { out: given.out ?? '' }),
      );
      process.exitCode = interrupted ? EXIT.interrupted : failed > 0 ? EXIT.someFailed : EXIT.done;
    },
  );
