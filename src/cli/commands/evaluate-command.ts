import type { Argv } from 'yargs';
import { seriesOption } from '../options/series-option.ts';
import { setOption } from '../options/set-option.ts';
import { EXIT } from '../process/exit-codes.ts';

/** Settings of a run that it has as options; they matter with a pipeline. */
const SETTINGS = ['models', 'concurrency', 'modelsInMemory', 'backend', 'threads'] as const;

export const evaluateCommand = (cli: Argv) =>
  cli.command(
    'evaluate <what..>',
    'compare predictions with the truth: score, intervals, confidence, subgroups, agreement, keypoints',
    async (yargs) => {
      const { EXISTING_OPTIONS, runOptions } = await import('../options/run-options.ts');
      return yargs
        .positional('what', {
          type: 'string',
          array: true,
          demandOption: true,
          describe:
            'folders of finished runs or submission.csv files, several as an ensemble; or a pipeline, which is run out of fold first',
        })
        .option('labels', { type: 'string', describe: 'train.csv; by default that of the studies' })
        .option('coordinates', {
          type: 'string',
          describe: 'train_label_coordinates.csv, for keypoint errors; by default that of the studies',
        })
        .option('readers', {
          type: 'string',
          array: true,
          describe: 'labels of readers, like train.csv, to compare grades and labels with',
        })
        .option('groups', { type: 'string', describe: 'CSV of study_id and columns that group studies' })
        .option('against', { type: 'string', describe: 'run or submission to compare with, study by study' })
        .option('studies', {
          type: 'string',
          describe: 'folder in the challenge layout; needed for a pipeline, else that of the run',
        })
        .option('descriptions', { type: 'string', describe: 'series descriptions (CSV), where not beside the studies' })
        .option('follow-links', {
          type: 'boolean',
          default: false,
          describe: 'studies may be links to folders elsewhere',
        })
        .option('out', {
          type: 'string',
          describe: 'folder for the results; by default the folder of the first run; needed for a pipeline',
        })
        .option('seed', { type: 'number', default: 42, describe: 'of the resamples and the nested folds' })
        .option('resamples', { type: 'number', default: 1000, describe: 'of the studies, for the 95% intervals' })
        .option('nested-folds', {
          type: 'number',
          default: 5,
          describe: 'for temperatures, ensemble weights and the baseline',
        })
        .option('json', { type: 'boolean', default: false, describe: 'print evaluation.json' })
        .option('held-out', {
          type: 'boolean',
          default: false,
          describe: 'leave out studies that every trained fold of a model has seen, instead of refusing',
        })
        .option('series', seriesOption)
        .option('limit', { type: 'number', describe: 'only so many studies' })
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
            'backend',
            'threads',
            'resume',
            'overwrite',
          ],
          'With a pipeline:',
        )
        .example('$0 evaluate out', 'a finished run, against the labels beside its studies')
        .example('$0 evaluate out --against earlier-out', 'two runs, study by study')
        .example('$0 evaluate submission.csv --labels train.csv', 'predictions from anywhere')
        .example('$0 evaluate split --studies data --models models --out out', 'run out of fold, then evaluate')
        .example('$0 evaluate out-resnet out-swin out-convnext --out ensemble', 'an ensemble, and weights for it');
    },
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
