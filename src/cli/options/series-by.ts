import type { GradeOptions } from '../../run/grade-studies.ts';
import { readLabels } from '../../training/data/read-labels.ts';
import { bySeriesOfLabels } from '../../training/series-of-labels.ts';

export const SERIES_BY = ['inference', 'labels'] as const;
export type SeriesBy = (typeof SERIES_BY)[number];

/** How a pipeline chooses sagittal series: as without labels, or those that most label coordinates name. */
export const seriesBy = async (by: SeriesBy, data: string): Promise<GradeOptions['arranged']> => {
  if (by === 'inference') return undefined;
  const { labels } = await readLabels({ root: data });
  return (pipeline) => bySeriesOfLabels(pipeline, labels);
};

/** The option of commands that run a pipeline over labelled studies. */
export const seriesOption = {
  choices: SERIES_BY,
  default: 'inference',
  describe:
    'how sagittal series are chosen: inference, as without labels; labels, those that most label coordinates name, as the original does out of fold',
} as const;
