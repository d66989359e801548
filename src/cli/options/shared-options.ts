/** For commands that read a folder of studies. */
export const studiesOptions = {
  descriptions: { type: 'string', describe: 'CSV file of series descriptions, if not next to the studies' },
  'follow-links': {
    type: 'boolean',
    default: false,
    describe: 'follow symbolic links from the studies folder to study folders elsewhere',
  },
} as const;

/** For commands other than runs, which derive it from their settings. */
export const modelsOption = {
  type: 'string',
  default: 'models',
  describe: 'folder of run folders; sets ${models}',
} as const;

/** `--set key=value`, repeatable. `nargs` 1 keeps it from consuming the next argument. */
export const setOption = (file: 'pipeline' | 'experiment' | 'pipeline or experiment') => ({
  type: 'string' as const,
  array: true as const,
  nargs: 1,
  default: [],
  describe: `set a variable of the ${file} file, as key=value`,
});

const SERIES_BY = ['inference', 'labels'] as const;
export type SeriesBy = (typeof SERIES_BY)[number];

/** The option of commands that run a pipeline over labelled studies. */
export const seriesOption = {
  choices: SERIES_BY,
  default: 'inference',
  describe:
    'how to choose sagittal series: inference (as without labels) or labels (the series of most labelled points, like the original out of fold)',
} as const;

/** For long-running commands: a page that shows their progress. */
export const dashboardOption = {
  type: 'string',
  describe: 'serve a live page on this port of 127.0.0.1; without a value: any free port',
} as const;

/** For commands that keep a log. @param describe  which files, in --out */
export const logLevelOption = (describe: string) => ({
  choices: ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const,
  default: 'info' as const,
  describe,
});

/** Default interval between checkpoints: a training killed within an epoch loses at most this much work. */
export const CHECKPOINT_MINUTES = 10;
