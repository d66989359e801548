export const SERIES_BY = ['inference', 'labels'] as const;
export type SeriesBy = (typeof SERIES_BY)[number];

/** The option of commands that run a pipeline over labelled studies. */
export const seriesOption = {
  choices: SERIES_BY,
  default: 'inference',
  describe:
    'how sagittal series are chosen: inference, as without labels; labels, those that most label coordinates name, as the original does out of fold',
} as const;
