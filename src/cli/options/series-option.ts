const SERIES_BY = ['inference', 'labels'] as const;
export type SeriesBy = (typeof SERIES_BY)[number];

/** The option of commands that run a pipeline over labelled studies. */
export const seriesOption = {
  choices: SERIES_BY,
  default: 'inference',
  describe:
    'how to choose sagittal series: inference (as without labels) or labels (the series of most labelled points, like the original out of fold)',
} as const;
